import { familiesOf, machineFamilies } from '../../src/capacity/machines';
import { acceleratorRow } from '../../src/facts/accelerator-rows';
import { nodeRows } from '../../src/facts/node-rows';
import { must } from '../plan/requests';

const ids = (families: ReturnType<typeof machineFamilies>) =>
  families.map(({ nodes }) => nodes.map(({ id }) => id));

describe('families of machines', () => {
  test('keep the machines of one provider together', () => {
    expect(ids(familiesOf(must(acceleratorRow('L4')), undefined))).toEqual([
      ['aws/g6.xlarge', 'aws/g6.2xlarge', 'aws/g6.12xlarge'],
      ['gcp/g2-standard-8', 'gcp/g2-standard-96'],
    ]);
  });

  test('have every machine of the catalogue once', () => {
    const known = ids(machineFamilies(undefined)).flat();
    expect(known.filter((id) => !id.startsWith('custom/')).sort()).toEqual(
      nodeRows.map(({ id }) => id).sort(),
    );
  });

  test('make one up for a GPU that is sold in none of the catalogue', () => {
    const made = (provider?: string) =>
      ids(machineFamilies(provider))
        .flat()
        .filter((id) => id.startsWith('custom/'));
    expect(made()).toEqual(['custom/GB300-8']);
    expect(made('aws')).toEqual([]);
  });
});
