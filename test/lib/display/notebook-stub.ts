// A stand-in for the notebook: what is displayed is kept, as tslab would send it.

export interface Shown {
  data: Record<string, unknown>;
  metadata: Record<string, unknown>;
  transient: { display_id?: string };
  isUpdate: boolean;
}

/** Makes lib believe that tslab runs it; gives the list that everything shown is added to. */
export function pretendNotebook(): Shown[] {
  const shown: Shown[] = [];
  const exports = {
    lastWriteDisplayData: (content: Omit<Shown, "isUpdate">, isUpdate: boolean) =>
      void shown.push({ ...content, isUpdate }),
  };
  require.cache["/stub/tslab/dist/jupyter.js"] = { exports } as NodeJS.Module;
  return shown;
}
