import type { Proof } from '../proof';

export async function checkCompileCache(_proof: Proof): Promise<void> {}
