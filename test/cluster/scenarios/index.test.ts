import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ALL } from '.';

const names = ALL.map(({ name }) => name);

test('no two scenarios have one name', () => {
  expect(new Set(names).size).toBe(names.length);
});

test('docs/proof.md has a row for every scenario and for no other', () => {
  const proof = readFileSync(join(__dirname, '../../../docs/proof.md'), 'utf8');
  const [, cluster] = proof.split('## On a real control plane');
  const [section] = cluster.split('\n## ');
  const rows = [...section.matchAll(/^\| `([\w-]+)` \|/gm)].map(([, name]) => name);
  expect(rows.sort()).toEqual([...names].sort());
});
