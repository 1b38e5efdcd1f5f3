// What a student does beside running cells, as a menu and in the command palette.
import { type ICommandPalette, Notification } from "@jupyterlab/apputils";
import type { IMainMenu } from "@jupyterlab/mainmenu";
import { Menu } from "@lumino/widgets";
import type { Place } from "../../kernel/browser/connection";
import type { Assignment } from "../assignment";
import { check } from "./check";
import { CheckPanel } from "./check-panel";
import { type Desk, saveAll } from "./documents";
import { handIn } from "./hand-in";
import { startOver } from "./start-over";
import type { StudentFiles } from "./student-files";
import { readWork } from "./work";

export interface Student extends Desk {
  /** The site's address. */
  root: string;
  place: Place;
  files: StudentFiles;
  menu: IMainMenu;
  palette: ICommandPalette;
}

const LABEL = "Problem set";

export function addCommands({ menu, palette, root, place, files, ...desk }: Student): void {
  const { app } = desk;
  const { contents } = app.serviceManager;
  const assignment = fetch(new URL("gradbook/assignment.json", root)).then(
    (response) => response.json() as Promise<Assignment>,
  );
  const commands = {
    "gradbook:check": {
      label: "Check",
      caption: "Runs what would be graded and says which questions are solved",
      execute: () => runCheck(),
    },
    "gradbook:hand-in": {
      label: "Hand in…",
      caption: "Downloads your files as a zip with your name",
      execute: async () => {
        const { name, questions } = await assignment;
        await handIn(contents, files, Object.keys(questions), name);
      },
    },
    "gradbook:start-over": {
      label: "Start over with this file…",
      caption: "The file in front as it was handed out",
      execute: () => startOver(desk, files),
    },
    "gradbook:help": {
      label: "What to do",
      caption: "The first page",
      execute: () => void window.open(root, "_blank"),
    },
  };

  /** Whatever fails says so; what is not saved is saved first. */
  const guarded = (execute: () => Promise<void> | void, saves: boolean) => async () => {
    try {
      if (saves) await saveAll(desk);
      await execute();
    } catch (error) {
      Notification.error(String((error as Error)?.message ?? error), { autoClose: false });
    }
  };

  let running: AbortController | undefined;
  async function runCheck(): Promise<void> {
    running?.abort();
    const controller = new AbortController();
    running = controller;
    const panel = new CheckPanel();
    panel.widget.id = `gradbook-check-${Date.now()}`;
    app.shell.add(panel.widget, "main", { mode: "split-right" });
    app.shell.activateById(panel.widget.id);
    panel.widget.disposed.connect(() => controller.abort());
    const { questions } = await assignment;
    try {
      const work = await readWork(contents, files, Object.keys(questions));
      await check(work, place, questions, panel, controller.signal);
    } catch (error) {
      panel.fails((error as Error).message);
    }
  }

  const own = new Menu({ commands: app.commands });
  own.title.label = LABEL;
  for (const [id, { label, caption, execute }] of Object.entries(commands)) {
    const saves = id !== "gradbook:help" && id !== "gradbook:start-over";
    app.commands.addCommand(id, { label, caption, execute: guarded(execute, saves) });
    own.addItem({ command: id });
    palette.addItem({ command: id, category: LABEL });
  }
  menu.addMenu(own, true, { rank: 1000 });
}
