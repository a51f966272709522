export default { permalink: (data) => data.it.file };
