// Jupyter's messages, whatever carries them.
// https://jupyter-client.readthedocs.io/en/stable/messaging.html

/** The message protocol's version this kernel speaks. */
export const PROTOCOL_VERSION = "5.3";

/** A message's header; replies carry their request's as parent_header. */
export interface Header {
  msg_id: string;
  msg_type: string;
  session: string;
  username: string;
  date: string;
  version: string;
}

/** Any JSON object. */
export type Json = Record<string, unknown>;

/** A message received. */
export interface Message {
  /** Where a reply goes, as the channel wrote it. */
  identities: Uint8Array[];
  header: Header;
  content: Json;
}
