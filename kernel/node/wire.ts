// Jupyter's wire protocol: messages as signed lists of frames.
// https://jupyter-client.readthedocs.io/en/stable/messaging.html#the-wire-protocol
import { createHmac, randomUUID, timingSafeEqual } from "node:crypto";
import { toJson } from "../run/json";
import { type Header, type Message, PROTOCOL_VERSION } from "../run/messages";

// Kept from cells, which can put others in the places of these.
const [hmac, uuid, sameBytes, from, parse] = [
  createHmac,
  randomUUID,
  timingSafeEqual,
  Buffer.from,
  JSON.parse,
];

const DELIMITER = Buffer.from("<IDS|MSG>");

/** What Jupyter writes into the connection file. */
export interface ConnectionInfo {
  transport: string;
  ip: string;
  key: string;
  signature_scheme: string;
  shell_port: number;
  iopub_port: number;
  control_port: number;
  stdin_port: number;
  hb_port: number;
  /** CurveZMQ keys, in Z85: there if the sockets are to be encrypted. */
  curve_publickey?: string;
  curve_secretkey?: string;
}

/** Reads and writes messages signed with one connection's key. */
export class Wire {
  private readonly session = uuid();
  private readonly algorithm: string;

  constructor(private readonly connection: ConnectionInfo) {
    this.algorithm = (connection.signature_scheme || "hmac-sha256").replace(/^hmac-/, "");
  }

  /** The address of one of the connection's ports. */
  address(port: number): string {
    const { transport, ip } = this.connection;
    return transport === "ipc" ? `ipc://${ip}-${port}` : `${transport}://${ip}:${port}`;
  }

  /**
   * Options for each of the kernel's sockets, set before it is bound. With keys, it takes
   * only clients that know the public one, as Jupyter's own learn it from the connection
   * file.
   */
  get security(): { curveServer?: boolean; curvePublicKey?: string; curveSecretKey?: string } {
    const { curve_publickey: publicKey, curve_secretkey: secretKey } = this.connection;
    if (!publicKey && !secretKey) return {};
    if (!publicKey || !secretKey)
      throw new Error("the connection file has one CurveZMQ key of two");
    return { curveServer: true, curvePublicKey: publicKey, curveSecretKey: secretKey };
  }

  /** Reads a message. Throws if it is malformed or its signature is wrong. */
  parse(frames: Buffer[]): Message {
    const start = frames.findIndex((frame) => frame.equals(DELIMITER));
    if (start < 0 || frames.length < start + 6) throw new Error("malformed message");
    const parts = frames.slice(start + 2);
    const given = frames[start + 1];
    const expected = from(this.sign(parts.slice(0, 4)));
    if (given.length !== expected.length || !sameBytes(given, expected)) {
      throw new Error("message with a wrong signature");
    }
    return {
      identities: frames.slice(0, start),
      header: parse(parts[0].toString()),
      content: parse(parts[3].toString()),
    };
  }

  /** Writes a message. Throws if `content` is not JSON. */
  frames(
    type: string,
    content: object,
    parent: Header | null,
    identities: Uint8Array[],
  ): Uint8Array[] {
    const header: Header = {
      msg_id: uuid(),
      msg_type: type,
      session: this.session,
      username: "kernel",
      date: new Date().toISOString(),
      version: PROTOCOL_VERSION,
    };
    const parts = [
      from(toJson(header)),
      from(parent ? toJson(parent) : "{}"),
      from("{}"),
      from(toJson(content)),
    ];
    return [...identities, DELIMITER, from(this.sign(parts)), ...parts];
  }

  private sign(parts: Buffer[]): string {
    if (!this.connection.key) return "";
    const signature = hmac(this.algorithm, this.connection.key);
    for (const part of parts) signature.update(part);
    return signature.digest("hex");
  }
}
