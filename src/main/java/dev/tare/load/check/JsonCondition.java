package dev.tare.load.check;

import dev.tare.base.core.Outcome;

/** The body is JSON, and what a pointer points at is there, or has one value. */
final class JsonCondition implements Condition {
    private final CollectedBody body;
    private final JsonSearch search;

    JsonCondition(CollectedBody body, JsonSearch search) {
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
