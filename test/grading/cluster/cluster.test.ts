// Does a cluster give the tables that one machine gives, whatever happens to it? A small
// class, and three of the faults; `npm run test:cluster` has all of them, with a large one.

import { after, before, describe, test } from "node:test";
import { installCluster } from "../../../scripts/set-up";
import { FAULTS } from "./faults";
import { hostsProblem, wireProblem } from "./hosts";
import { Class } from "./runs";

describe("a class on a cluster in network namespaces", { skip: hostsProblem() }, () => {
  let students: Class;

  before(async () => {
    students = new Class(4, await installCluster());
    await students.here();
  });
  after(() => students?.close());

  const SMALL = ["a host is lost", "the network delays and loses", "a submission kills its worker"];
  for (const fault of FAULTS.filter(({ name }) => SMALL.includes(name))) {
    const skip = fault.wire && wireProblem();
    test(`are the tables the same to the byte when ${fault.name}?`, { skip }, () =>
      students.onCluster(fault, 1).then(() => {}),
    );
  }
});
