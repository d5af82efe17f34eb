package dev.tare.lab.verdict.rule;

import java.util.List;

/** One rule of trust, or a part of one: a pure function. */
interface Rule {
    /** What the rule says of the scenario; nothing where all is well. */
    List<Finding> judge(Evidence evidence);
}
