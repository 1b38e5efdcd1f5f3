// What the extension uses of JupyterLab and JupyterLite, whose packages are in the page
// already: the parts of their interfaces that are called here, and no more.

declare module "@lumino/signaling" {
  export interface ISignal<T, U> {
    connect(slot: (sender: T, args: U) => void): boolean;
  }
  export class Signal<T, U> implements ISignal<T, U> {
    constructor(sender: T);
    connect(slot: (sender: T, args: U) => void): boolean;
    emit(args: U): void;
  }
}

declare module "@lumino/widgets" {
  export class Widget {
    constructor(options?: { node?: HTMLElement });
    readonly node: HTMLElement;
    readonly isDisposed: boolean;
    id: string;
    title: { label: string; caption: string; closable: boolean };
    readonly disposed: import("@lumino/signaling").ISignal<this, void>;
    addClass(name: string): void;
    dispose(): void;
  }
  export class Menu {
    constructor(options: { commands: object });
    addItem(options: { type?: "separator"; command?: string }): void;
    title: { label: string };
  }
}

declare module "@jupyterlab/services" {
  import type { ISignal } from "@lumino/signaling";
  export namespace Contents {
    interface IModel {
      name: string;
      path: string;
      type: "notebook" | "file" | "directory";
      format: "json" | "text" | "base64" | null;
      content: unknown;
      last_modified: string;
      size?: number;
    }
    interface IChange {
      type: "new" | "delete" | "rename" | "save";
      oldValue: { path?: string } | null;
      newValue: { path?: string } | null;
    }
    interface IManager {
      readonly fileChanged: ISignal<IManager, IChange>;
      get(path: string, options?: { content?: boolean; format?: string }): Promise<IModel>;
      save(path: string, options: Partial<IModel>): Promise<IModel>;
      delete(path: string): Promise<void>;
    }
  }
  export const IDefaultDrive: unique symbol;
}

declare module "@jupyterlite/services" {
  export const IKernelSpecs: unique symbol;
  export const IKernelClient: unique symbol;
  export interface IKernelOptions {
    id: string;
    name: string;
    location: string;
    sendMessage(message: object): void;
  }
  export interface IKernelSpecs {
    register(options: { spec: object; create(options: IKernelOptions): Promise<object> }): void;
  }
  export interface IKernelClient {
    interrupt(id: string): Promise<void>;
  }
}

declare module "@jupyterlab/coreutils" {
  export const PageConfig: { getBaseUrl(): string };
}

declare module "@jupyterlab/apputils" {
  import type { Widget } from "@lumino/widgets";
  export namespace Dialog {
    interface IButton {
      label: string;
    }
    function cancelButton(options?: { label: string }): IButton;
    function okButton(options?: { label: string }): IButton;
    function warnButton(options?: { label: string }): IButton;
  }
  export function showDialog(options: {
    title: string;
    body: string | Widget;
    buttons?: Dialog.IButton[];
  }): Promise<{ button: Dialog.IButton & { accept: boolean }; value: unknown }>;
  export const InputDialog: {
    getText(options: {
      title: string;
      label?: string;
      text?: string;
      placeholder?: string;
      okLabel?: string;
    }): Promise<{ button: { accept: boolean }; value: string | null }>;
  };
  export const Notification: {
    warning(message: string, options?: object): string;
    error(message: string, options?: object): string;
    info(message: string, options?: object): string;
    success(message: string, options?: object): string;
  };
  export class MainAreaWidget extends Widget {
    constructor(options: { content: Widget });
  }
  export const ICommandPalette: unique symbol;
  export interface ICommandPalette {
    addItem(options: { command: string; category: string }): void;
  }
}

declare module "@jupyterlab/rendermime" {
  export const IRenderMimeRegistry: unique symbol;
  export interface IRenderMimeRegistry {
    addFactory(factory: object, rank: number): void;
  }
}

declare module "@jupyterlab/mainmenu" {
  export const IMainMenu: unique symbol;
  export interface IMainMenu {
    addMenu(menu: object, update: boolean, options: { rank: number }): void;
  }
}

declare module "@jupyterlab/docmanager" {
  export const IDocumentManager: unique symbol;
  export interface IDocumentManager {
    contextForWidget(widget: object): Context | undefined;
    findWidget(path: string, factory?: string | null): object | undefined;
    openOrReveal(path: string): object | undefined;
  }
  export interface Context {
    readonly path: string;
    readonly model: { dirty: boolean };
    save(): Promise<void>;
    revert(): Promise<void>;
  }
}

declare module "@jupyterlab/application" {
  import type { Contents } from "@jupyterlab/services";
  export interface JupyterFrontEnd {
    readonly commands: {
      addCommand(
        id: string,
        options: {
          label: string;
          caption?: string;
          isEnabled?(): boolean;
          execute(args: Record<string, unknown>): unknown;
        },
      ): void;
      execute(id: string, args?: object): Promise<unknown>;
    };
    readonly contextMenu: { addItem(options: object): void };
    readonly restored: Promise<void>;
    readonly serviceManager: { readonly contents: Contents.IManager };
    readonly shell: {
      readonly currentWidget: object | null;
      add(widget: object, area: string, options?: object): void;
      activateById(id: string): void;
      widgets(area: string): Iterable<object>;
    };
  }
}
