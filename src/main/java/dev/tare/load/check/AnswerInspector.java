package dev.tare.load.check;

import dev.tare.base.core.AnswerCheck;
import dev.tare.base.core.FurtherCheck;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/**
 * Makes inspections of one check, which share tables and buffers: one inspector for each event loop
 * and endpoint, one inspection for each request that may be in flight.
 *
 * <p>Thread-safety: an inspector and all its inspections belong to one thread.
 */
public final class AnswerInspector {
    private final AnswerCheck check;
    private final BodyPattern pattern;

    /** Make a condition each, given the body that its inspection collects. */
    private final List<Function<CollectedBody, Condition>> makers = new ArrayList<>();

    private final CollectedBody.Buffers buffers = new CollectedBody.Buffers();
    private final byte[] scratch;
    private boolean collects;

    private AnswerInspector(AnswerCheck check) {
        this.check = check;
        pattern = new BodyPattern(check.bodyPattern());
        boolean sums =
                check.further().stream().anyMatch(FurtherCheck.BodyChecksum.class::isInstance);
        scratch = new byte[sums ? ChecksumCondition.SCRATCH_BYTES : 0];
        for (FurtherCheck further : check.further()) {
            makers.add(maker(further));
        }
    }

    private Function<CollectedBody, Condition> maker(FurtherCheck further) {
        return switch (further) {
            case FurtherCheck.Header header -> body -> new HeaderCondition(header);
            case FurtherCheck.BodyEquals equal -> {
                EqualsCondition first = new EqualsCondition(equal);
                yield body -> first.another();
            }
            case FurtherCheck.BodyMatches matches -> {
                collects = true;
                RegexSearch search = new RegexSearch(matches.regex());
                yield body -> new RegexCondition(body, search);
            }
            case FurtherCheck.BodyJson json -> {
                collects = true;
                JsonSearch search = new JsonSearch(json.pointer(), json.value());
                yield body -> new JsonCondition(body, search);
            }
            case FurtherCheck.BodyChecksum checksum ->
                    body -> new ChecksumCondition(checksum, scratch);
            case FurtherCheck.GrpcStatus grpc -> body -> new GrpcStatusCondition(grpc);
        };
    }

    /** An inspector of this check. */
    public static AnswerInspector of(AnswerCheck check) {
        return new AnswerInspector(check);
    }

    /** One more inspection, at the begin of its first answer. */
    public AnswerInspection inspection() {
        PlainInspection plain = new PlainInspection(check, pattern);
        if (makers.isEmpty()) {
            return plain;
        }
        CollectedBody collected = new CollectedBody(buffers);
        List<Condition> conditions = makers.stream().map(maker -> maker.apply(collected)).toList();
        return new FullInspection(plain, collects ? collected : null, conditions);
    }
}
