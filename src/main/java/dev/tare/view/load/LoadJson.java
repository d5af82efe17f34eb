package dev.tare.view.load;

import dev.tare.lab.bundle.EnvironmentRecord;
import dev.tare.lab.bundle.Redaction;
import dev.tare.lab.load.LoadRecord;
import dev.tare.lab.load.Provenance;
import dev.tare.lab.objective.ThresholdResult;
import dev.tare.view.text.MachineNames;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.core.util.DefaultIndenter;
import tools.jackson.core.util.DefaultPrettyPrinter;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * A load as JSON, in the names of {@code docs/format/load-v1.md} and of the schema {@value
 * #SCHEMA}, which lies beside this class. Secrets are redacted.
 */
public final class LoadJson {
    /** Of the names and meanings; within one, members are only ever added. */
    public static final int FORMAT_VERSION = 1;

    /** The schema's file, a resource of this class. */
    public static final String SCHEMA = "load-v1.schema.json";

    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final Pattern FIELD_WORD = Pattern.compile("([!-9;-~]+)(\\s*:\\s*)(.*)");

    private LoadJson() {}

    static String render(LoadReport report) {
        LoadRecord load = report.load();
        ObjectNode root = JSON.createObjectNode();
        root.put("format", "tare-load");
        root.put("format_version", FORMAT_VERSION);
        root.put("title", Redaction.text(load.title()));
        provenance(root, load.provenance(), report.secretFields());
        LoadSpecJson.write(root, load.spec(), report.secretFields());
        new LoadResultJson(report.judged()).write(root);
        thresholds(root.putArray("thresholds"), report.thresholds());
        DefaultIndenter indenter = new DefaultIndenter("  ", "\n");
        DefaultPrettyPrinter printer =
                new DefaultPrettyPrinter().withObjectIndenter(indenter).withArrayIndenter(indenter);
        return JSON.writer().with(printer).writeValueAsString(root) + "\n";
    }

    private static void provenance(
            ObjectNode root, Provenance provenance, Set<String> secretFields) {
        root.put("tare_version", provenance.tareVersion());
        root.put("commit", provenance.commit());
        root.put("started_epoch_ns", provenance.startedEpochNs());
        texts(root.putArray("command_line"), words(provenance.commandLine(), secretFields));
        EnvironmentRecord environment = provenance.environment();
        ObjectNode json = root.putObject("environment");
        json.put("os_name", environment.osName());
        json.put("kernel", environment.kernel());
        json.put("architecture", environment.architecture());
        json.put("cpu_model", environment.cpuModel());
        json.put("cores", environment.cores());
        json.put("memory_bytes", environment.memoryBytes());
        json.put("clock_source", environment.clockSource());
        json.put("java_version", environment.javaVersion());
        texts(json.putArray("jvm_flags"), Redaction.words(environment.jvmFlags()));
        texts(json.putObject("settings"), environment.settings());
        texts(json.putArray("notes"), environment.notes());
    }

    /** The command line's words; those that are a secret field lose its value. */
    private static List<String> words(List<String> words, Set<String> secretFields) {
        List<String> redacted = new ArrayList<>();
        for (String word : Redaction.words(words)) {
            Matcher field = FIELD_WORD.matcher(word);
            boolean secret =
                    field.matches()
                            && secretFields.contains(field.group(1).toLowerCase(Locale.ROOT));
            redacted.add(secret ? field.group(1) + field.group(2) + Redaction.REDACTED : word);
        }
        return redacted;
    }

    private static void texts(ArrayNode json, List<String> texts) {
        texts.forEach(json::add);
    }

    private static void texts(ObjectNode json, Map<String, String> texts) {
        new TreeMap<>(texts).forEach(json::put);
    }

    private static void thresholds(ArrayNode json, List<ThresholdResult> thresholds) {
        for (ThresholdResult result : thresholds) {
            ObjectNode each = json.addObject();
            each.put("threshold", result.threshold().text());
            each.put("met", result.met());
            if (result.value().isPresent()) {
                each.put("value", result.value().get());
            } else {
                each.putNull("value");
            }
            each.put("bound", result.threshold().bound());
            each.put("unit", MachineNames.unit(result.threshold().subject().unit()));
            each.put("reason", result.reason());
        }
    }
}
