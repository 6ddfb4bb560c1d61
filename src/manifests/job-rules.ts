/** Rule of a Job: a pod that a drained node took with it is no failed try. */
export const disrupted = {
  action: 'Ignore',
  onPodConditions: [{ type: 'DisruptionTarget', status: 'True' }],
} as const;
