// What Eleventy's templates use besides what Nunjucks has, and where things lie.
import markdownIt from "markdown-it";

const numbers = Object.fromEntries(["vi", "en"].map((code) => [code, new Intl.NumberFormat(code)]));
const dates = {
  vi: new Intl.DateTimeFormat("vi", { day: "2-digit", month: "2-digit", year: "numeric", timeZone: "UTC" }),
  en: new Intl.DateTimeFormat("en-GB", { day: "numeric", month: "long", year: "numeric", timeZone: "UTC" }),
};

export default function (config) {
  const markdown = markdownIt("commonmark", { html: false }).enable("table");
  config.setNunjucksEnvironmentOptions({ autoescape: true, trimBlocks: true, lstripBlocks: true });
  config.addNunjucksFilter("markdown", function (text) {
    return this.env.filters.safe(markdown.render(text).trim());
  });
  config.addNunjucksFilter("summary", (text) =>
    markdown.render(text).replace(/<[^>]*>/g, "").trim().slice(0, 200));
  config.addNunjucksFilter("number", (value, language) => numbers[language].format(value));
  config.addNunjucksFilter("day", (value, language) => dates[language].format(new Date(value)));
  config.addNunjucksFilter("fill", (text, name, value) => text.replace(`{${name}}`, () => String(value)));
  config.addNunjucksFilter("begins", (text, start) => text.startsWith(start));
  config.addNunjucksFilter("short", (items) => items.every((item) => item.text && item.text.length < 40));
  config.addNunjucksFilter("first_rows", (rows, most) => rows.slice(0, most));
  config.addPassthroughCopy({ static: "/" });
  config.setUseGitIgnore(false);
  return { dir: { input: "pages", output: "public" } };
}
