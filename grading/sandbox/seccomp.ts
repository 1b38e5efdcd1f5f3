// System calls that the cage refuses: what reaches past namespaces, takes memory that is
// counted to no process, or has a record of holes and no use here. A program of seccomp's:
// https://docs.kernel.org/userspace-api/seccomp_filter.html

/** Numbers of system calls, by Node's name of the architecture. */
const CALLS: Record<string, { machine: number; socket: number; refused: number[] }> = {
  x64: {
    machine: 0xc000003e, // AUDIT_ARCH_X86_64
    socket: 41,
    refused: [
      29, // shmget
      68, // msgget
      248, // add_key
      249, // request_key
      250, // keyctl
      272, // unshare
      298, // perf_event_open
      308, // setns
      319, // memfd_create
      321, // bpf
      323, // userfaultfd
      425, // io_uring_setup
      447, // memfd_secret
    ],
  },
  arm64: {
    machine: 0xc00000b7, // AUDIT_ARCH_AARCH64
    socket: 198,
    refused: [
      194, // shmget
      186, // msgget
      217, // add_key
      218, // request_key
      219, // keyctl
      97, // unshare
      241, // perf_event_open
      268, // setns
      279, // memfd_create
      280, // bpf
      282, // userfaultfd
      425, // io_uring_setup
      447, // memfd_secret
    ],
  },
};

/** Of sockets: unix, IPv4 and IPv6, which the network namespace keeps inside. */
const FAMILIES = [1, 2, 10];

// Offsets in struct seccomp_data.
const NUMBER = 0;
const MACHINE = 4;
const FIRST_ARGUMENT = 16;
/** Set in the numbers of x86's other calling convention. */
const X32 = 0x40000000;

const ALLOW = 0x7fff0000;
const KILL = 0x80000000;
const fail = (errno: number) => 0x00050000 + errno;
const ENOSYS = 38;
const EAFNOSUPPORT = 97;

// Instructions, as in struct sock_filter: code, how many to skip if true and if false, k.
type Instruction = [code: number, ifTrue: number, ifFalse: number, k: number];
const load = (offset: number): Instruction => [0x20, 0, 0, offset];
const answer = (value: number): Instruction => [0x06, 0, 0, value];
const unlessEqual = (value: number): Instruction => [0x15, 0, 1, value];
const unlessAtLeast = (value: number): Instruction => [0x35, 0, 1, value];

/** The filter as bubblewrap reads it; null for an architecture that is not known. */
export function seccompFilter(architecture = process.arch): Buffer | null {
  const calls = CALLS[architecture];
  if (!calls) return null;
  const families = FAMILIES.flatMap((family) => [unlessEqual(family), answer(ALLOW)]);
  const program: Instruction[] = [
    load(MACHINE),
    [0x15, 1, 0, calls.machine],
    answer(KILL),
    load(NUMBER),
    unlessAtLeast(X32),
    answer(fail(ENOSYS)),
    ...calls.refused.flatMap((call) => [unlessEqual(call), answer(fail(ENOSYS))]),
    [0x15, 1, 0, calls.socket],
    answer(ALLOW),
    load(FIRST_ARGUMENT),
    ...families,
    answer(fail(EAFNOSUPPORT)),
  ];
  const bytes = Buffer.alloc(8 * program.length);
  program.forEach(([code, ifTrue, ifFalse, k], index) => {
    bytes.writeUInt16LE(code, 8 * index);
    bytes.writeUInt8(ifTrue, 8 * index + 2);
    bytes.writeUInt8(ifFalse, 8 * index + 3);
    bytes.writeUInt32LE(k, 8 * index + 4);
  });
  return bytes;
}
