"use strict";
// Two threads are not always quicker than one: other programs, or other
// machines on the same processor, may slow both down. So a few products are
// timed with the second thread and without it, now and then, and what was
// quicker is kept until the next trial.
Object.defineProperty(exports, "__esModule", { value: true });
exports.Pace = exports.LEAST_PAUSE = exports.TIMED = void 0;
/** Products of a trial with the second thread, and as many without it. */
exports.TIMED = 6;
/** The first of them are not counted: a sleeping thread takes a while to wake. */
const UNCOUNTED = 2;
/** Products between two trials: more while they agree. */
exports.LEAST_PAUSE = 64;
const MOST_PAUSE = 4096;
/** How much quicker two threads have to be: elsewhere in a program they gain less. */
const WORTHWHILE = 0.85;
class Pace {
    now;
    choose;
    second = true;
    winner = true;
    pause = exports.LEAST_PAUSE;
    untilTrial = exports.LEAST_PAUSE;
    /** What products a trial times: how many multiplications they have. */
    size = 0;
    times = { alone: [], both: [] };
    started = 0;
    /**
     * @param now a clock
     * @param choose whether the second thread takes part from now on
     */
    constructor(now, choose) {
        this.now = now;
        this.choose = choose;
    }
    /** A product of so many multiplications begins, and both threads are there. */
    begin(size) {
        this.started = 0;
        if (--this.untilTrial > 0)
            return;
        if (this.untilTrial === 0)
            this.size = size;
        else if (size !== this.size)
            return;
        this.started = this.now();
    }
    /** It has ended. */
    end() {
        if (this.started === 0)
            return;
        const { alone, both } = this.times;
        (this.second ? both : alone).push(this.now() - this.started);
        if (alone.length + both.length === exports.TIMED)
            this.use(!this.winner);
        else if (alone.length + both.length === 2 * exports.TIMED)
            this.decide();
    }
    decide() {
        const { alone, both } = this.times;
        const winner = least(both) < WORTHWHILE * least(alone);
        this.pause = winner === this.winner ? Math.min(2 * this.pause, MOST_PAUSE) : exports.LEAST_PAUSE;
        this.untilTrial = this.pause;
        this.times = { alone: [], both: [] };
        this.winner = winner;
        this.use(winner);
    }
    use(second) {
        this.second = second;
        this.choose(second);
    }
}
exports.Pace = Pace;
/** The least of those that count: what others do on the machine only adds to it. */
function least(times) {
    return Math.min(...times.slice(UNCOUNTED));
}
