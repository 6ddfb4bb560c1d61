/** Where each rule is told with its reason and its twin. */
export const RULE_PAGES = 'https://github.com/cdk8s-llm/cdk8s-llm/tree/main/docs/lint';
