// Registers the kernel `tslab`, and has the interrupt button reach it.
import { Dialog, showDialog } from "@jupyterlab/apputils";
import type { IKernelClient, IKernelSpecs } from "@jupyterlite/services";
import type { Place } from "../../kernel/browser/connection";
import { Figures } from "./figures";
import { LiteKernel, type Page } from "./lite-kernel";
import type { StudentFiles } from "./student-files";

const SPEC = {
  name: "tslab",
  display_name: "TypeScript",
  language: "typescript",
  argv: [],
  resources: {},
};

/** @param place where the kernel's files are */
export function registerKernel(
  place: Place,
  specs: IKernelSpecs,
  client: IKernelClient,
  student: StudentFiles,
): void {
  const kernels = new Map<string, LiteKernel>();
  const page: Page = {
    place,
    figures: new Figures(place.base),
    keep: (changes) => student.keep(changes),
    settled: () => student.settled(),
    lost: (reason) => void tellLost(reason),
  };
  specs.register({
    spec: SPEC,
    create: async (options) => {
      const kernel = new LiteKernel(options, page);
      kernels.set(kernel.id, kernel);
      const forget = student.listen((changes) => kernel.connection.student(changes));
      kernel.disposed.connect(() => {
        forget();
        if (kernels.get(kernel.id) === kernel) kernels.delete(kernel.id);
      });
      return kernel;
    },
  });
  // JupyterLite's own only drops the cells that wait; the kernel does that, too.
  const others = client.interrupt.bind(client);
  client.interrupt = async (id) => {
    const kernel = kernels.get(id);
    if (kernel) kernel.interrupt();
    else await others(id);
  };
}

let telling: Promise<unknown> | undefined;

/** Says it once, however many kernels there are. */
async function tellLost(reason: string): Promise<void> {
  if (telling) return;
  telling = showDialog({
    title: "The kernel has ended",
    body: `Why: ${reason}. Its variables are lost; files and notebooks are not. It has started anew: run the cells again from the first one.`,
    buttons: [Dialog.okButton()],
  });
  await telling;
  telling = undefined;
}
