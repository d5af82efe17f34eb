package dev.tare.lab.bundle;

import dev.tare.base.core.Field;
import dev.tare.base.core.RequestSpec;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Keeps secrets out of a bundle (rule 11): what a header field, a URL or a command line holds of
 * them is replaced by {@value #REDACTED} before anything is written.
 *
 * <p>It knows the customary places, not every secret: a password that stands bare among a command's
 * words is not told from another word.
 */
public final class Redaction {
    /** What stands in a secret's place. */
    public static final String REDACTED = "(redacted)";

    private static final Set<String> SECRET_FIELDS =
            Set.of(
                    "authorization",
                    "proxy-authorization",
                    "cookie",
                    "set-cookie",
                    "x-api-key",
                    "x-auth-token");

    // A secret field's name, a colon or an equals sign, and all that follows in the same text.
    private static final Pattern FIELD_IN_TEXT =
            Pattern.compile(
                    "(?i)((?:proxy-)?authorization|(?:set-)?cookie|x-api-key|x-auth-token)"
                            + "(\\s*[:=]\\s*)(?!\\s)[^\\r\\n]+");
    // scheme://user:password@host (RFC 3986, section 3.2.1); an @ after the first slash is none.
    private static final Pattern USER_INFO =
            Pattern.compile("(?i)\\b([a-z][a-z0-9+.-]*://)[^\\s/?#]*@");
    private static final Pattern QUERY_SECRET =
            Pattern.compile(
                    "(?i)([?&](?:access_token|api_key|apikey|password|secret|token)=)[^&#\\s]+");

    private Redaction() {}

    /** The field, its value replaced where its name says that it is a secret. */
    public static Field field(Field field) {
        return field(field, Set.of());
    }

    /**
     * The same, with more names that say so.
     *
     * @param moreNames of fields, in lower case
     */
    public static Field field(Field field, Set<String> moreNames) {
        String name = field.name().toLowerCase(Locale.ROOT);
        return SECRET_FIELDS.contains(name) || moreNames.contains(name)
                ? new Field(field.name(), REDACTED)
                : new Field(field.name(), text(field.value()));
    }

    /** Any text: secret fields, user information and secret query parameters replaced. */
    public static String text(String text) {
        String redacted = FIELD_IN_TEXT.matcher(text).replaceAll("$1$2" + REDACTED);
        redacted = USER_INFO.matcher(redacted).replaceAll("$1" + REDACTED + "@");
        return QUERY_SECRET.matcher(redacted).replaceAll("$1" + REDACTED);
    }

    /** Every word of a command line. */
    public static List<String> words(List<String> words) {
        return words.stream().map(Redaction::text).toList();
    }

    /** The request as it may be written down. */
    public static RequestSpec request(RequestSpec request) {
        return new RequestSpec(
                request.method(),
                text(request.target()),
                request.fields().stream().map(Redaction::field).toList(),
                request.body());
    }

    /** The manifest as it may be written down. */
    public static Manifest manifest(Manifest manifest) {
        PlanRecord plan = manifest.plan();
        return new Manifest(
                manifest.formatVersion(),
                manifest.tareVersion(),
                manifest.commit(),
                manifest.createdEpochNs(),
                words(manifest.commandLine()),
                manifest.seed(),
                manifest.planSha256(),
                new PlanRecord(
                        plan.name(),
                        plan.specimens(),
                        plan.workloads().stream().map(Redaction::workload).toList(),
                        plan.blocks(),
                        plan.leadNs(),
                        plan.measuredNs(),
                        plan.warmUpNs(),
                        plan.scale()),
                manifest.environment());
    }

    private static PlanRecord.WorkloadRecord workload(PlanRecord.WorkloadRecord workload) {
        return new PlanRecord.WorkloadRecord(
                workload.name(),
                request(workload.request()),
                workload.check(),
                workload.connections(),
                workload.threads(),
                workload.timeoutNs(),
                workload.model(),
                workload.law(),
                workload.offeredRatePerSec(),
                workload.shareOfSlowest(),
                workload.endpoints(),
                workload.protocol());
    }

    /** The round as it may be written down. */
    public static RoundRecord round(RoundRecord round) {
        return new RoundRecord(
                round.index(),
                round.startedEpochNs(),
                round.specimens().stream().map(Redaction::specimen).toList(),
                round.warmUps(),
                round.offeredRatesPerSec());
    }

    /** A loss whose last words tell no secret. */
    static LossRecord loss(LossRecord loss) {
        return new LossRecord(
                loss.round(), loss.block(), loss.specimen(), text(loss.sentence()), loss.epochNs());
    }

    private static RoundRecord.SpecimenRecord specimen(RoundRecord.SpecimenRecord specimen) {
        return new RoundRecord.SpecimenRecord(
                specimen.name(),
                specimen.kind(),
                specimen.version(),
                words(specimen.command()),
                specimen.configurationFile(),
                specimen.configurationSha256(),
                text(specimen.address()),
                specimen.pids(),
                specimen.pathProof(),
                specimen.parts().stream().map(Redaction::part).toList(),
                specimen.security(),
                specimen.link(),
                specimen.trust());
    }

    private static RoundRecord.PartRecord part(RoundRecord.PartRecord part) {
        return new RoundRecord.PartRecord(
                part.name(),
                part.role(),
                part.version(),
                words(part.command()),
                part.configurationFile(),
                part.configurationSha256(),
                part.addresses(),
                part.pids());
    }
}
