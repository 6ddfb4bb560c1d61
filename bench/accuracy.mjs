// Plans the configurations of measured servers and prints how far the plan is from the record:
// npm run bench:accuracy -- --records DIR [--json] [--worst] [SET …]. Measures lib/.
import { parseArgs } from 'node:util';
import { printReport } from './accuracy/report.mjs';
import { score } from './accuracy/score.mjs';

const SETS = ['memory', 'kv', 'speed', 'calibrated', 'startup'];

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    records: { type: 'string' },
    json: { type: 'boolean', default: false },
    worst: { type: 'boolean', default: false },
  },
});
if (values.records === undefined) {
  console.error('--records DIR is missing: the folder of kv-records.json and its neighbours');
  process.exit(2);
}

const scores = [];
for (const set of positionals.length > 0 ? positionals : SETS) {
  const { quantities } = await import(`./accuracy/${set}.mjs`);
  scores.push(...quantities(values.records).map(score));
}
if (values.json) console.log(JSON.stringify(scores, null, 2));
else printReport(scores, { worst: values.worst });
