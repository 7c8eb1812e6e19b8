export function readSettings(root: string, env?: NodeJS.ProcessEnv): NodeJS.ProcessEnv;
export function dataDirOf(root: string, settings: NodeJS.ProcessEnv): string;
