package dev.tare.load.check;

import dev.tare.base.core.Outcome;

/** Some part of the body matches a regular expression. */
final class RegexCondition implements Condition {
    private final CollectedBody body;
    private final RegexSearch search;

    RegexCondition(CollectedBody body, RegexSearch search) {
        this.body = body;
        this.search = search;
    }

    @Override
    public Outcome failure() {
        return Outcome.WRONG_BODY;
    }

    @Override
    public boolean holds() {
        return !body.tooLong() && search.finds(body.bytes(), body.length());
    }
}
