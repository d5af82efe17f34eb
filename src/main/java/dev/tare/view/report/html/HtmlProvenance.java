package dev.tare.view.report.html;

import dev.tare.base.core.Outcome;
import dev.tare.base.core.Tally;
import dev.tare.base.core.Unsent;
import dev.tare.lab.bundle.EnvironmentRecord;
import dev.tare.lab.bundle.Manifest;
import dev.tare.lab.bundle.RoundRecord;
import dev.tare.lab.bundle.RoundRecord.PartRecord;
import dev.tare.lab.bundle.RoundRecord.SpecimenRecord;
import dev.tare.lab.bundle.WallTime;
import dev.tare.lab.verdict.FigureKind.Unit;
import dev.tare.lab.verdict.ScenarioResult;
import dev.tare.view.report.content.Encryption;
import dev.tare.view.report.content.LinkWords;
import dev.tare.view.report.content.MeshSecurity;
import dev.tare.view.report.content.ReportInput;
import dev.tare.view.text.DisplayText;
import dev.tare.view.text.Markup;
import dev.tare.view.text.Quantity;
import dev.tare.view.text.WallTimeText;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Where the figures come from, how to get them again, what the words mean. */
final class HtmlProvenance {
    private final Markup html;
    private final ReportInput input;
    private final Manifest manifest;

    HtmlProvenance(Markup html, ReportInput input) {
        this.html = html;
        this.input = input;
        this.manifest = input.bundle().manifest();
    }

    void draw() {
        html.open("section", "id", "provenance").line().element("h2", "Provenance").line();
        specimens();
        environment();
        counts();
        again();
        html.close("section").line();
        html.open("section", "id", "glossary").line().element("h2", "Glossary").line();
        html.open("details").element("summary", "What the words mean").line();
        html.trusted(HtmlReport.resource("glossary.html"));
        html.close("details").close("section").line();
    }

    /** What a specimen was, whichever process it ran in. */
    private record Identity(
            String name,
            String kind,
            String version,
            List<String> command,
            String configuration,
            String sha256,
            String pathProof) {
        static Identity of(SpecimenRecord record) {
            return new Identity(
                    record.name(),
                    record.kind(),
                    record.version(),
                    record.command(),
                    record.configurationFile(),
                    record.configurationSha256(),
                    record.pathProof());
        }
    }

    private void specimens() {
        Map<Identity, List<String>> rounds = new LinkedHashMap<>();
        for (String name : manifest.plan().specimens()) {
            for (RoundRecord round : input.bundle().rounds()) {
                round.specimens().stream()
                        .filter(record -> record.name().equals(name))
                        .forEach(record ->
                                rounds.computeIfAbsent(
                                                Identity.of(record), any -> new ArrayList<>())
                                        .add(Integer.toString(round.index())));
            }
        }
        html.element("h3", "Specimens").line();
        html.open(
                "div",
                "class",
                "scroll",
                "role",
                "region",
                "tabindex",
                "0",
                "aria-label",
                "Specimens");
        html.open("table", "class", "text").open("thead").open("tr");
        for (String head :
                List.of(
                        "specimen",
                        "version",
                        "command",
                        "configuration",
                        "in the path",
                        "rounds")) {
            html.element("th", head, "scope", "col");
        }
        html.close("tr").close("thead").open("tbody").line();
        rounds.forEach(this::specimen);
        parts();
        html.close("tbody").close("table").close("div").line();
        idle();
    }

    private void specimen(Identity identity, List<String> rounds) {
        html.open("tr").open("th", "scope", "row").name(identity.name());
        if (!identity.kind().equals(identity.name())) {
            html.open("small").text(" (").name(identity.kind()).text(")").close("small");
        }
        html.close("th");
        cell(identity.version());
        html.open("td", "class", "command");
        if (!identity.command().isEmpty()) {
            html.element("code", shell(identity.command()));
        }
        html.close("td");
        html.open("td").text(identity.configuration());
        if (!identity.sha256().isEmpty()) {
            html.open("small").text("SHA-256 ").element("code", identity.sha256()).close("small");
        }
        html.close("td");
        cell(identity.pathProof());
        cell(String.join(", ", rounds));
        html.close("tr").line();
    }

    /** The processes of specimens of many parts, as they were started in the first round. */
    private void parts() {
        List<SpecimenRecord> started =
                input.bundle().rounds().stream()
                        .findFirst()
                        .map(RoundRecord::specimens)
                        .orElse(List.of());
        for (SpecimenRecord specimen : started) {
            for (PartRecord part : specimen.parts()) {
                html.open("tr").open("th", "scope", "row").name(specimen.name());
                html.open("small").text(" (").name(part.name()).text(")").close("small");
                html.close("th");
                cell(part.version());
                html.open("td", "class", "command").element("code", shell(part.command()));
                html.close("td").open("td").text(part.configurationFile());
                if (!part.configurationSha256().isEmpty()) {
                    html.open("small").text("SHA-256 ");
                    html.element("code", part.configurationSha256()).close("small");
                }
                html.close("td");
                cell(String.join(", ", part.addresses()));
                cell("0");
                html.close("tr").line();
            }
        }
    }

    private void cell(String text) {
        html.open("td").text(text.isEmpty() ? Quantity.ABSENT : text).close("td");
    }

    private void idle() {
        Map<String, Double> idle = new TreeMap<>(input.weighing().idleCores());
        if (idle.isEmpty()) {
            return;
        }
        String text =
                manifest.plan().specimens().stream()
                        .filter(idle::containsKey)
                        .map(name ->
                                name
                                        + " "
                                        + Quantity.percentWithTwoDecimals(
                                                idle.getOrDefault(name, 0.0)))
                        .collect(Collectors.joining(", "));
        html.element(
                "p",
                "Idle CPU while others were loaded, of one core: " + text + ".",
                "class",
                "soft");
    }

    private void environment() {
        EnvironmentRecord machine = manifest.environment();
        html.element("h3", "Environment").line().open("dl", "class", "facts").line();
        fact("System", machine.osName() + " " + machine.kernel() + ", " + machine.architecture());
        String memory = Quantity.of((double) machine.memoryBytes(), Unit.BYTES);
        fact("Processor", machine.cpuModel() + ", " + machine.cores() + " cores, " + memory);
        fact("Pinning", pairs(machine.pinning()));
        fact("Clock source", machine.clockSource());
        fact("Java", machine.javaVersion());
        fact("JVM flags", String.join(" ", machine.jvmFlags()));
        fact("I/O", machine.ioBackEnd());
        fact("Settings", pairs(machine.settings()));
        machine.notes().forEach(note -> fact("Note", note));
        Encryption.sentences(input.bundle()).forEach(text -> fact("Encrypted", text));
        MeshSecurity.sentences(input.bundle()).forEach(text -> fact("Secured calls", text));
        LinkWords.sentences(input.bundle()).forEach(text -> fact("Link", text));
        html.close("dl").line();
    }

    private void fact(String name, String value) {
        if (!value.isBlank()) {
            html.element("dt", name).element("dd", value).line();
        }
    }

    private static String pairs(Map<String, String> pairs) {
        return new TreeMap<>(pairs)
                .entrySet().stream()
                        .map(entry -> entry.getKey() + " = " + entry.getValue())
                        .collect(Collectors.joining(", "));
    }

    private void counts() {
        html.element("h3", "Every request accounted for").line();
        html.open("details").element("summary", "Counts of the measured phases").line();
        String label = "Counts of requests";
        html.open("div", "class", "scroll", "role", "region", "tabindex", "0", "aria-label", label);
        html.open("table", "class", "results").open("thead").open("tr");
        html.element("th", "scenario", "scope", "col");
        List<Unsent> unsent = List.of(Unsent.values());
        List<Outcome> outcomes = List.of(Outcome.values());
        html.element("th", "planned", "scope", "col").element("th", "sent", "scope", "col");
        unsent.forEach(u -> html.element("th", "unsent: " + words(u.key()), "scope", "col"));
        outcomes.forEach(o -> html.element("th", words(o.key()), "scope", "col"));
        html.element("th", "in flight at the end", "scope", "col");
        html.close("tr").close("thead").open("tbody").line();
        for (ScenarioResult scenario : input.weighing().scenarios()) {
            Tally tally = scenario.tally();
            html.open("tr").open("th", "scope", "row").name(scenario.specimen()).text(" ");
            html.name(scenario.workload()).close("th");
            count(tally.planned());
            count(tally.sent());
            unsent.forEach(reason -> count(tally.count(reason)));
            outcomes.forEach(outcome -> count(tally.count(outcome)));
            count(tally.inFlightAtEnd());
            html.close("tr").line();
        }
        html.close("tbody").close("table").close("div").close("details").line();
    }

    private void count(long count) {
        html.element("td", Quantity.count(count), "class", count == 0 ? "none" : "some");
    }

    private static String words(String key) {
        return key.replace('_', ' ');
    }

    private void again() {
        html.element("h3", "Run it again").line();
        List<String> command = new ArrayList<>(List.of("./tare"));
        command.addAll(manifest.commandLine());
        boolean seeded =
                manifest.commandLine().stream().anyMatch(word -> word.startsWith("--seed"));
        if (!seeded) {
            command.addAll(List.of("--seed", Long.toString(manifest.seed())));
        }
        html.element("pre", shell(command)).line();
        html.element("p", "This report again, from its bundle:", "class", "soft");
        html.element(
                "pre", shell(List.of("./tare", "report", input.bundleName(), "--format", "html")));
        if (!input.weighing().nextCommand().command().isEmpty()) {
            html.element("h3", "Worth trying next").line();
            html.element("pre", input.weighing().nextCommand().command()).line();
            html.element("p", input.weighing().nextCommand().why(), "class", "soft").line();
        }
        html.open("dl", "class", "facts").line();
        fact("Plan", manifest.plan().name() + ", SHA-256 " + manifest.planSha256());
        fact("Seed", Long.toString(manifest.seed()));
        fact("Tare", manifest.tareVersion() + ", commit " + manifest.commit());
        fact("Started", HtmlReport.date(manifest.createdEpochNs()));
        WallTime.of(input.bundle()).ifPresent(time -> fact("Time", WallTimeText.of(time)));
        html.close("dl").line();
    }

    private static String shell(List<String> words) {
        return words.stream().map(DisplayText::shellQuoted).collect(Collectors.joining(" "));
    }
}
