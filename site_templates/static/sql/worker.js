// The worker in which SQLite runs, so that the page stays alive whatever is asked. It is told `tables` once, then asked
// to `load` one or to `run` a query; a page that wants a query to stop ends the worker.

/* global initSqlJs */
importScripts("../libraries/sql-wasm.js"); // no module, so neither is this

const tell = (told) => postMessage(told);
let last = Promise.resolve();
let database;

/** Do what was asked after all that was asked before, and say what came of it. */
function answer({ tables, load, run }) {
  last = last
    .then(async () => {
      if (tables) {
        const { makeDatabase } = await import("./database.js");
        database = await makeDatabase(initSqlJs, tables, tell);
      } else if (load) {
        await database.load(load);
        tell({ loaded: load });
      } else {
        tell({ result: await database.run(run) });
      }
    })
    .catch((error) => tell({ error: String(error?.message ?? error), unreachable: error?.unreachable }));
}

onmessage = ({ data }) => answer(data);
