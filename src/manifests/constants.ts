// The only numbers a manifest may carry that are neither of the plan nor a law of it.

/** vLLM's own default; named, since probes, monitor and Service refer to it. */
export const httpPort = 8000;
export const httpPortName = 'http';

/** vLLM's own default of `--master-port`, where the ranks of a group meet. */
export const masterPort = 29501;

/**
 * User, group and fsGroup. The official images know user 2000 from 0.24 on; older ones run under a
 * uid without a name as long as HOME, USER and LOGNAME are set, which they always are here.
 */
export const unprivilegedId = 2000;

/** Seconds a rank may take to leave; 5, the default, makes even an idle pod take 6 s. */
export const workerShutdownTimeoutSeconds = 1;

/** One group or pod at a time is replaced, on the GPUs it leaves behind. */
export const rolloutMaxUnavailable = 1;
export const rolloutMaxSurge = 0;

/** The weights of a group are loaded once per budget: a second eviction waits for the first. */
export const evictionsAtOnce = 1;

/** Leaders per topology domain may differ by so many. */
export const spreadMaxSkew = 1;

/** The only preference of a pod, so the largest weight there is. */
export const preferenceWeight = 100;

/** Old ReplicaSets kept for `kubectl rollout undo`. */
export const revisionHistoryLimit = 3;

/** Holds a place and does nothing; the image that the kubelet itself keeps on every node. */
export const pauseImage = 'registry.k8s.io/pause:3.10';

/** What a container asks for that waits, copies or does nothing: cores and GiB. */
export const helperCpu = 0.05;
export const helperMemoryGiB = 0.0625;
export const helperDiskGiB = 0.0625;

/** What a download asks for: checksums keep a core busy, and pages are written back in time. */
export const downloadCpu = 1;
export const downloadMemoryGiB = 1;

/** Pods that a download may lose before its Job has failed. */
export const downloadBackoffLimit = 6;

/** Exit status of a download that would fail again. */
export const refusedStatus = 2;

/** Exit status of a pod whose weights are not there yet. */
export const unfilledStatus = 3;

/** Shares of its quota at which an Alluxio worker begins and ends to evict; those of Fluid's samples. */
export const fluidHighWatermark = '0.95';
export const fluidLowWatermark = '0.7';

/** A container that does nothing ends at once. */
export const pauseGraceSeconds = 1;

/** Every node pulls at the same time: no pod of a cache serves anybody. */
export const cacheMaxUnavailable = '100%';

/** Mount paths. The model path is part of the compile cache key, so it is the same everywhere. */
export const modelsPath = '/models';
export const cachePath = '/cache';
export const compileCachePath = '/compile-cache';
export const imagesPath = '/images';
export const certificatePath = '/certificates';

/** GiB of a compile cache: artifacts of one service are 30 MB to 2 GB, and old versions stay. */
export const compileCacheGiB = 20;

/** Attempts of a Job after its first: a node may go, a cache that does not load will not mend. */
export const jobBackoffLimit = 2;
