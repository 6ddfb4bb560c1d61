/** After the engine's own name, as in `rocm7.0.0_vllm_0.10.2_20251006`. */
const NAMED = /(?:vllm|sglang|trt-?llm|tensorrt-?llm|nim)[-_:= ]*v?(\d+\.\d+(?:\.\d+)?)/i;

/** Anywhere else a number may begin. */
const ANY = /(?:^|[^\w.])v?(\d+\.\d+(?:\.\d+)?)/i;

/** What a build system counts from where the checkout has no tags. */
const UNTAGGED = /(?:^|[^\w.])v?0\.[01](?:\.0)?\.dev/i;

/** Year and month of a container. */
const CALENDAR_SINCE = 20;

/**
 * The release that a version names or leads to: `0.26.1` of `0.26.1rc1.dev608+g99a1` and of
 * `vllm/vllm-openai:v0.26.1`; none of `nightly`, `main` and of a checkout without tags.
 */
export function releaseOf(version: string): string | undefined {
  if (UNTAGGED.test(version)) return undefined;
  const release = (version.match(NAMED) ?? version.match(ANY))?.[1];
  const isCalendar = Number(release?.split('.')[0]) >= CALENDAR_SINCE;
  return isCalendar || release?.startsWith('0.0') ? undefined : release;
}
