import {
  digestOfGoldens,
  exampleNames,
  expectedFolder,
  type Files,
  readFiles,
  readSeal,
  renderExamples,
} from '../tools/examples';
import { changelogWith, goldensSeal } from '../tools/goldens-seal';

/** Line by line, so that jest shows the lines that differ and not two whole files. */
const lines = (files: Files) =>
  Object.fromEntries(Object.entries(files).map(([file, text]) => [file, text.split('\n')]));

describe('the examples', () => {
  const names = exampleNames();
  let rendered: Record<string, Files>;
  beforeAll(() => {
    rendered = renderExamples(names);
  }, 60_000);

  test.each(names)('%s writes exactly the files of its expected/', (name) => {
    expect(Object.keys(rendered[name])).toContain('plan.md');
    expect(lines(rendered[name])).toEqual(lines(readFiles(expectedFolder(name))));
  });

  test('every change of their expected/ is told in the changelog', () => {
    expect(readSeal()?.goldens).toBe(digestOfGoldens());
  });
});

describe('the seal in the changelog', () => {
  const changelog = '# Changelog\n\n## [Unreleased]\n\n- A first line.\n\n## [0.1.0]\n\n- Old.\n';

  test('goes below the heading and leaves the rest alone', () => {
    const sealed = changelogWith('aaaa', changelog);
    expect(goldensSeal(sealed)?.goldens).toBe('aaaa');
    expect(sealed.replace(/<!--.*-->\n\n/, '')).toBe(changelog);
    expect(changelogWith('aaaa', sealed)).toBe(sealed);
  });

  test('is refused to goldens that the section does not tell of, until it does', () => {
    const sealed = changelogWith('aaaa', changelog);
    expect(() => changelogWith('bbbb', sealed)).toThrow('say why under "Unreleased"');
    const told = sealed.replace('- A first line.', '- A first line.\n- Why they changed.');
    expect(goldensSeal(changelogWith('bbbb', told))?.goldens).toBe('bbbb');
  });

  test('is refused to an empty section', () => {
    const released = changelog.replace('- A first line.\n\n', '');
    expect(() => changelogWith('aaaa', released)).toThrow('say why under "Unreleased"');
  });
});
