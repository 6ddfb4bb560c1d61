const percent = (share) => (share === undefined ? '' : `${(100 * share).toPrecision(3)} %`);

/** One line a quantity; with `worst`, its ten worst records below it. */
export function printReport(scores, { worst }) {
  console.log('| quantity | bar | n | median | mean | p90 | largest | in its band |');
  console.log('|---|---|---|---|---|---|---|---|');
  for (const each of scores) {
    const { quantity, bar, n, median, mean, p90, worstError, insideBand } = each;
    const cells = [quantity, bar, n, ...[median, mean, p90, worstError, insideBand].map(percent)];
    console.log(`| ${cells.join(' | ')} |`);
  }
  if (!worst) return;
  for (const each of scores) {
    console.log(`\n${each.quantity}`);
    for (const { id, measured, predicted, error } of each.worst ?? []) {
      console.log(`  ${id}: ${predicted.toPrecision(5)} against ${measured} (${percent(error)})`);
    }
    for (const [because, rows] of byReason(each.skipped)) {
      console.log(`  ${rows.length} skipped (${rows[0].id} …): ${because}`);
    }
  }
}

function byReason(skipped) {
  const reasons = new Map();
  for (const row of skipped) reasons.set(row.because, [...(reasons.get(row.because) ?? []), row]);
  return reasons;
}
