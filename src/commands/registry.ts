import type { Command } from 'commander';

/** A command: its name, and the loader of its options, arguments and subcommands. */
interface Entry {
  name: string;
  description: string;
  load(): Promise<(command: Command) => void>;
}

export const commands: Entry[] = [
  {
    name: 'serve',
    description: 'start the server with the roles of ROLES: web, scheduler, sender',
    load: async () => (await import('./server.ts')).addServe,
  },
  {
    name: 'migrate',
    description: 'apply pending database migrations (the server also does this when it starts)',
    load: async () => (await import('./server.ts')).addMigrate,
  },
  {
    name: 'doctor',
    description: 'check settings, database, mail relay, DNS and paper sources; changes nothing',
    load: async () => (await import('./server.ts')).addDoctor,
  },
  {
    name: 'papers',
    description: 'import or fetch papers',
    load: async () => (await import('./papers.ts')).addPapers,
  },
  {
    name: 'digest',
    description: 'compose, preview and send digests',
    load: async () => (await import('./digests.ts')).addDigests,
  },
  {
    name: 'subscribers',
    description: 'import or export subscribers',
    load: async () => (await import('./subscribers.ts')).addSubscribers,
  },
  {
    name: 'suppressions',
    description: 'list, add, lift, import or export the addresses that are never emailed',
    load: async () => (await import('./suppressions.ts')).addSuppressions,
  },
  {
    name: 'journal',
    description: 'after restoring a backup: end the subscriptions of readers who left since then',
    load: async () => (await import('./journal.ts')).addJournal,
  },
  {
    name: 'bounces',
    description: 'read and explain bounces and complaints',
    load: async () => (await import('./bounces.ts')).addBounces,
  },
  {
    name: 'admin',
    description: 'manage the operators, who sign in at /admin',
    load: async () => (await import('./admin.ts')).addAdmin,
  },
  {
    name: 'api-key',
    description: 'manage the API keys',
    load: async () => (await import('./api-keys.ts')).addApiKeys,
  },
];

/**
 * Adds all commands. Loading everything takes a second, so only the commands named in the arguments
 * are loaded, and their implementation only when they run.
 */
export async function addCommands(program: Command, args: readonly string[]): Promise<void> {
  for (const { name, description, load } of commands) {
    const command = program.command(name).description(description);
    if (args.includes(name)) (await load())(command);
  }
}
