package dev.tare.view.compare;

import dev.tare.lab.compare.ChangeWords;
import dev.tare.lab.compare.Comparison;
import dev.tare.lab.compare.FigureChange;
import dev.tare.lab.compare.Gate.Check;
import dev.tare.lab.compare.ScenarioChange;
import dev.tare.lab.compare.Standing;
import dev.tare.view.text.Markup;

/**
 * The comparison as a CI server shows tests: a suite of the gate, whose failed checks are failures,
 * and a suite for each scenario, whose figures are tests that pass; what is not compared is
 * skipped.
 *
 * <p>Source: the XML of JUnit's Ant task as Jenkins and GitLab read it; there is no standard.
 */
final class CompareJunit {
    private CompareJunit() {}

    static String render(CompareReport report) {
        Comparison comparison = report.comparison();
        Markup xml = new Markup();
        xml.trusted("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
        xml.open("testsuites", "name", "tare compare").line();
        gate(xml, report);
        for (ScenarioChange scenario : comparison.scenarios()) {
            scenario(xml, scenario);
        }
        return xml.close("testsuites").line().toString();
    }

    private static void gate(Markup xml, CompareReport report) {
        long failures = report.gate().checks().stream().filter(Check::failed).count();
        suite(xml, "gate", report.gate().checks().size(), failures, 0);
        for (Check check : report.gate().checks()) {
            String name = (check.limit().text() + " " + check.where()).strip();
            xml.open("testcase", "classname", "gate", "name", name);
            if (check.failed()) {
                String words = CompareWords.check(check);
                xml.element("failure", words, "message", words, "type", "threshold");
            } else {
                xml.element("system-out", CompareWords.check(check));
            }
            xml.close("testcase").line();
        }
        xml.element("system-out", report.comparison().sentence()).line();
        xml.close("testsuite").line();
    }

    private static void scenario(Markup xml, ScenarioChange scenario) {
        String name = (scenario.specimens() + " · " + scenario.workload()).replaceFirst(" · $", "");
        boolean refused = !scenario.notCompared().isEmpty();
        long skipped =
                scenario.figures().stream().filter(c -> !c.standing().judged()).count()
                        + (refused ? 1 : 0);
        suite(xml, name, scenario.figures().size() + (refused ? 1 : 0), 0, skipped);
        if (refused) {
            xml.open("testcase", "classname", name, "name", "the same load");
            xml.empty("skipped", "message", scenario.notCompared());
            xml.close("testcase").line();
        }
        for (FigureChange change : scenario.figures()) {
            xml.open("testcase", "classname", name, "name", change.kind().label());
            String reason = change.reasons().stream().map(r -> r.sentence()).findFirst().orElse("");
            if (change.standing().judged()) {
                xml.element("system-out", words(change) + (reason.isEmpty() ? "" : "; " + reason));
            } else {
                String message = change.standing().words() + ": " + reason;
                xml.empty("skipped", "message", message);
            }
            xml.close("testcase").line();
        }
        xml.close("testsuite").line();
    }

    private static String words(FigureChange change) {
        String verdict = change.verdict().words();
        String found = ChangeWords.change(change) + " (" + ChangeWords.interval(change) + ")";
        return change.standing() == Standing.NO_DIFFERENCE
                ? "%s, %s".formatted(ChangeWords.standing(change), verdict)
                : "%s, %s, %s".formatted(change.standing().words(), found, verdict);
    }

    private static void suite(Markup xml, String name, long tests, long failures, long skipped) {
        xml.open(
                "testsuite",
                "name",
                name,
                "tests",
                Long.toString(tests),
                "failures",
                Long.toString(failures),
                "errors",
                "0",
                "skipped",
                Long.toString(skipped));
        xml.line();
    }
}
