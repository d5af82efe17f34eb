package dev.tare.load.check;

import dev.tare.base.core.FurtherCheck;
import dev.tare.base.core.Outcome;
import dev.tare.io.wire.FieldsView;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** A field is there; where there are several of its name, one of them has the value. */
final class HeaderCondition implements Condition {
    private final byte[] lowerCaseName;
    private final byte @Nullable [] value;
    private boolean found;

    HeaderCondition(FurtherCheck.Header check) {
        lowerCaseName = check.name().toLowerCase(Locale.ROOT).getBytes(StandardCharsets.UTF_8);
        value = check.value().map(text -> text.getBytes(StandardCharsets.UTF_8)).orElse(null);
    }

    @Override
    public Outcome failure() {
        return Outcome.WRONG_HEADER;
    }

    @Override
    public boolean wantsHead() {
        return true;
    }

    @Override
    public void begin() {
        found = false;
    }

    @Override
    public void onHead(FieldsView head) {
        found = false;
        int i = head.find(lowerCaseName, FieldsView.NONE);
        while (i != FieldsView.NONE && !found) {
            found = value == null || head.valueEquals(i, value);
            i = head.find(lowerCaseName, i);
        }
    }

    @Override
    public boolean holds() {
        return found;
    }
}
