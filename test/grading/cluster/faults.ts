// What can go wrong with a cluster while it grades a class, each to be done to a run.

import { setTimeout as sleep } from "node:timers/promises";
import { type Hosts, kill, type Wire } from "./hosts";

/** A run of `npm run grade` on the cluster. */
export interface Run {
  hosts: Hosts;
  /** Resolves when this many have been graded. */
  graded(count: number): Promise<void>;
  /** Notes what was done, and when. */
  note(what: string): void;
  /** Puts workers in the place of those that have ended with their nannies. */
  startWorkers(host: number): void;
  /** How many submissions there are. */
  total: number;
  /** Numbers of [0, 1), the same in each run. */
  random(): number;
}

export interface Fault {
  name: string;
  /** Done while the class is graded. */
  during?: (run: Run) => Promise<void>;
  /** Environment of the workers. */
  env?: NodeJS.ProcessEnv;
  /** Whether the first run ends with an error, and a second one brings it to its end. */
  again?: true;
  /** A student who gets no marks. */
  givenUp?: string;
  /** Of each host, in the place of a wire that has no faults. */
  wire?: Wire;
}

/** A student whose submission takes all memory. */
export const EATER = "eater";
export const KILLER = "killer";

export const FAULTS: Fault[] = [
  { name: "nothing" },
  {
    name: "ten workers are killed",
    async during(run) {
      for (let k = 0; k < Math.min(10, run.total); k++) {
        await sleep(500 + 3000 * run.random());
        const workers = [1, 2].flatMap((host) => run.hosts.workersOn(host));
        const pid = workers[Math.floor(run.random() * workers.length)];
        if (!pid) continue;
        kill(pid, "SIGKILL");
        run.note(`SIGKILL to worker ${pid}`);
        // A nanny gives up when its worker dies while it starts: as a batch system does,
        // another one is put in its place.
        for (const host of [1, 2]) if (!run.hosts.hasWorkers(host)) run.startWorkers(host);
      }
    },
  },
  {
    name: "a host is lost",
    async during(run) {
      await run.graded(1);
      run.hosts.lose(2);
      run.note("host 2 lost");
    },
  },
  {
    name: "the scheduler dies",
    again: true,
    async during(run) {
      await run.graded(Math.max(1, Math.floor(run.total / 3)));
      await run.hosts.killScheduler();
      run.note("scheduler killed");
    },
  },
  {
    name: "a host hangs",
    async during(run) {
      await run.graded(1);
      run.hosts.signal(2, "SIGSTOP");
      run.note("host 2 stopped");
      await run.graded(run.total - 1);
      run.hosts.signal(2, "SIGCONT");
      run.note("host 2 goes on");
    },
  },
  { name: "the network delays and loses", wire: { delay: 80, jitter: 20, loss: 0.02 } },
  {
    name: "the network of a host is cut",
    wire: { delay: 1, jitter: 0, loss: 0 },
    async during(run) {
      await run.graded(1);
      run.hosts.lossy(2, 1);
      run.note("the wire of host 2 is cut");
      // Longer than Dask keeps a connection without an answer.
      await sleep(45_000);
      run.hosts.lossy(2, 0);
      run.note("the wire of host 2 is mended");
      if (!run.hosts.hasWorkers(2)) run.startWorkers(2);
    },
  },
  {
    name: "a submission kills its worker",
    env: { GRADBOOK_NODE: require.resolve("./killer.js"), KILLER },
    givenUp: KILLER,
  },
];
