// The same counting in DuckDB, the best known analytic database, over a column for each question: the table that
// results_bench wrote. Needs `npm install @duckdb/node-api` in the folder given. CPU seconds of one thread.
//   node tests/bench/duckdb_results.mjs FOLDER
import { createRequire } from "node:module";
import { resolve } from "node:path";
const folder = process.argv[2];
const { DuckDBInstance } = createRequire(resolve(folder) + "/")("@duckdb/node-api");
const database = await DuckDBInstance.create(":memory:", { threads: "1" });
const link = await database.connect();
await link.run(`CREATE TABLE wide AS SELECT * FROM read_csv('${folder}/wide.csv', header = false, all_varchar = false)`);
const columns = (await (await link.run("SELECT * FROM wide LIMIT 0")).columnNames());
const centre = columns[0];
const times = [];
for (let i = 0; i < 5; ++i) {
  const before = process.cpuUsage();
  for (const column of columns.slice(1)) {
    await (await link.run(`SELECT "${centre}", "${column}", count(*) FROM wide GROUP BY 1, 2`)).getRows();
  }
  const used = process.cpuUsage(before);
  times.push((used.user + used.system) / 1e6);
}
times.sort((a, b) => a - b);
console.log(`${"  the same in DuckDB, a column a question, best of 5".padEnd(62)} ${times[0].toFixed(4).padStart(10)} CPU-s`);
