package dev.tare;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideOutsideOfPackages;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Holds the arrows between the wings and packages, as docs/architecture.md draws them. */
final class ArchitectureTest {
    private static final JavaClasses TARE =
            new ClassFileImporter()
                    .withImportOption(new ImportOption.DoNotIncludeTests())
                    .importPackages("dev.tare");

    /** A package, and which packages of Tare's it may use besides itself. */
    record Arrows(String from, List<String> to) {
        Arrows(String from, String... to) {
            this(from, List.of(to));
        }
    }

    private static final List<Arrows> ARROWS =
            List.of(
                    new Arrows("base.core"),
                    new Arrows("base.time"),
                    new Arrows("base.histogram", "base.core"),
                    new Arrows("base.stats", "base.histogram"),
                    new Arrows("io.wire", "base.."),
                    new Arrows("io.wire.grpc", "base.."),
                    new Arrows("io.wire.http2", "io.wire", "base.."),
                    new Arrows("io.wire.forward", "io.wire", "io.wire.http2", "base.."),
                    new Arrows("io.wire.websocket", "io.wire", "base.."),
                    new Arrows("io.nativeaccess", "base.."),
                    new Arrows("io.net", "io.nativeaccess", "base.."),
                    new Arrows("io.net.tls.certificate"),
                    new Arrows(
                            "io.net.tls",
                            "io.net.tls.certificate",
                            "io.net",
                            "io.nativeaccess",
                            "base.."),
                    new Arrows("load.arrival", "base.."),
                    new Arrows("load.check", "io.wire", "base.."),
                    new Arrows("load.request", "io.wire", "io.wire.http2", "base.."),
                    new Arrows("load.spec", "load.request", "io..", "base.."),
                    new Arrows("load.result", "base.."),
                    new Arrows("load.ledger", "load.result", "base.."),
                    new Arrows("load.health", "io.nativeaccess", "base.."),
                    new Arrows(
                            "load.connection",
                            "load.spec",
                            "load.ledger",
                            "load.check",
                            "load.request",
                            "io..",
                            "base.."),
                    new Arrows(
                            "load.engine",
                            "load.spec",
                            "load.result",
                            "load.health",
                            "load.ledger",
                            "load.connection",
                            "load.arrival",
                            "load.check",
                            "load.request",
                            "io..",
                            "base.."),
                    new Arrows("load.script", "load.spec", "load.request", "io..", "base.."),
                    new Arrows(
                            "load.worker",
                            "load.engine",
                            "load.spec",
                            "load.result",
                            "load.request",
                            "load.arrival",
                            "io..",
                            "base.."),
                    new Arrows("specimen.origin", "io..", "base.."),
                    new Arrows("specimen.planlimit", "base.stats"),
                    new Arrows("specimen.app.http", "io.net", "io.wire", "base.time"),
                    new Arrows("specimen.app.twohop", "specimen.app.http", "io.wire"),
                    new Arrows(
                            "specimen.app.emojivoto", "specimen.app.http", "io.wire", "base.time"),
                    new Arrows("specimen.app.wamp.message"),
                    new Arrows("specimen.app.wamp.link", "specimen.app.wamp.message"),
                    new Arrows("specimen.app.wamp.serializer", "specimen.app.wamp.message"),
                    new Arrows(
                            "specimen.app.wamp.transport",
                            "specimen.app.wamp.link",
                            "specimen.app.wamp.message",
                            "specimen.app.wamp.serializer",
                            "specimen.app.http",
                            "io.net",
                            "io.wire",
                            "io.wire.websocket",
                            "base.time"),
                    new Arrows("specimen.app.wamp.auth", "specimen.app.wamp.message", "base.time"),
                    new Arrows(
                            "specimen.app.wamp.router",
                            "specimen.app.wamp.auth",
                            "specimen.app.wamp.link",
                            "specimen.app.wamp.message",
                            "base.time"),
                    new Arrows(
                            "specimen.app.wamp.client",
                            "specimen.app.wamp.auth",
                            "specimen.app.wamp.link",
                            "specimen.app.wamp.message"),
                    new Arrows(
                            "specimen.app.wamp.bridge",
                            "specimen.app.http",
                            "specimen.app.wamp.client",
                            "specimen.app.wamp.link",
                            "specimen.app.wamp.message",
                            "specimen.app.wamp.serializer",
                            "io.wire",
                            "base.time"),
                    new Arrows(
                            "specimen.app.wamp",
                            "specimen.app.wamp..",
                            "specimen.app.http",
                            "io.net",
                            "io.wire",
                            "base.time"),
                    new Arrows(
                            "specimen.app.wamp.callee",
                            "specimen.app.wamp.client",
                            "specimen.app.wamp.message"),
                    new Arrows(
                            "specimen.app.imagehub",
                            "specimen.app.http",
                            "specimen.planlimit",
                            "io.wire",
                            "base.time"),
                    new Arrows("specimen.control.process", "io.nativeaccess", "base.."),
                    new Arrows(
                            "specimen.control.identity",
                            "specimen.control.process",
                            "io.net.tls..",
                            "base.."),
                    new Arrows(
                            "specimen.control.probe",
                            "specimen.control.identity",
                            "specimen.control.process",
                            "base.."),
                    new Arrows(
                            "specimen.control.proxy",
                            "specimen.control.identity",
                            "specimen.control.probe",
                            "specimen.control.process",
                            "base.."),
                    new Arrows("specimen.control", "specimen.control..", "base.."),
                    new Arrows("specimen.kernel", "base.core"),
                    new Arrows(
                            "specimen.link",
                            "specimen.control.process",
                            "io.nativeaccess",
                            "base.."),
                    new Arrows("specimen.mesh", "specimen.control..", "specimen.link", "base.."),
                    new Arrows(
                            "lab.plan",
                            "specimen.control.proxy",
                            "specimen.link",
                            "specimen.mesh",
                            "base.."),
                    new Arrows("lab.bundle", "lab.plan", "base.."),
                    new Arrows("lab.grpc", "io..", "base.."),
                    new Arrows(
                            "lab.experiment",
                            "lab.plan",
                            "lab.bundle",
                            "lab.grpc",
                            "load..",
                            "specimen.control..",
                            "specimen.kernel",
                            "specimen.link",
                            "specimen.mesh",
                            "io..",
                            "base.."),
                    new Arrows("lab.foreign.reader.result"),
                    new Arrows("lab.foreign.reader", "lab.foreign.reader.result", "base.."),
                    new Arrows(
                            "lab.foreign",
                            "lab.plan",
                            "lab.bundle",
                            "lab.grpc",
                            "load.spec",
                            "load.result",
                            "io.net.tls",
                            "base.."),
                    new Arrows(
                            "lab.load",
                            "lab.bundle",
                            "load.spec",
                            "load.result",
                            "specimen.kernel",
                            "io.nativeaccess",
                            "base.."),
                    new Arrows("lab.verdict", "lab.bundle", "base.."),
                    new Arrows("lab.verdict.estimate", "lab.verdict", "lab.bundle", "base.."),
                    new Arrows(
                            "lab.verdict.rule",
                            "lab.verdict",
                            "lab.verdict.estimate",
                            "lab.bundle",
                            "base.."),
                    new Arrows(
                            "lab.verdict.judge",
                            "lab.verdict",
                            "lab.verdict.estimate",
                            "lab.verdict.rule",
                            "lab.bundle",
                            "base.."),
                    new Arrows(
                            "lab.verdict.load",
                            "lab.verdict",
                            "lab.verdict.estimate",
                            "lab.verdict.rule",
                            "lab.bundle",
                            "lab.load",
                            "load.spec",
                            "load.result",
                            "base.."),
                    new Arrows(
                            "lab.calibrate",
                            "lab.bundle",
                            "lab.experiment",
                            "lab.verdict",
                            "load.spec",
                            "load.result",
                            "specimen.control.process",
                            "io.net",
                            "io.nativeaccess",
                            "base.."),
                    new Arrows(
                            "lab.compare",
                            "lab.plan",
                            "lab.bundle",
                            "lab.objective",
                            "lab.verdict",
                            "lab.verdict.estimate",
                            "lab.verdict.judge",
                            "lab.smp",
                            "lab.audit..",
                            "base.."),
                    new Arrows("lab.audit.result", "lab.foreign.reader.result", "lab.verdict"),
                    new Arrows(
                            "lab.audit.rule",
                            "lab.audit.result",
                            "lab.foreign.reader.result",
                            "lab.smp",
                            "lab.verdict",
                            "base.stats"),
                    new Arrows("lab.audit", "lab.audit..", "lab.foreign.reader.result"),
                    new Arrows("lab.beside", "lab.plan", "lab.bundle", "lab.verdict", "base.."),
                    new Arrows(
                            "lab.cost",
                            "lab.bundle",
                            "lab.verdict",
                            "lab.verdict.estimate",
                            "base.."),
                    new Arrows("lab.meshmark", "lab.bundle", "lab.verdict", "base.."),
                    new Arrows("lab.smp", "lab.bundle", "lab.verdict", "lab.grpc", "base.."),
                    new Arrows(
                            "lab.objective",
                            "lab.verdict",
                            "lab.verdict.load",
                            "lab.load",
                            "load.spec",
                            "load.result",
                            "base.."),
                    new Arrows(
                            "lab.find",
                            "lab.objective",
                            "lab.load",
                            "lab.bundle",
                            "lab.verdict",
                            "lab.verdict.load",
                            "load.engine",
                            "load.spec",
                            "load.result",
                            "base.."),
                    new Arrows(
                            "lab.history",
                            "lab.bundle",
                            "lab.verdict",
                            "lab.verdict.judge",
                            "base.."),
                    new Arrows("view.text", "lab.verdict", "lab.bundle", "base.."),
                    new Arrows("view.report.content", "view.text", "lab..", "base.."),
                    new Arrows(
                            "view.report.html",
                            "view.report.content",
                            "view.text",
                            "lab..",
                            "base.."),
                    new Arrows("view.report", "view.report..", "view.text", "lab..", "base.."),
                    new Arrows("view.doctor", "view.text", "lab.bundle", "lab.verdict", "base.."),
                    new Arrows(
                            "view.compare",
                            "view.report",
                            "view.report.html",
                            "view.text",
                            "lab..",
                            "base.."),
                    new Arrows("view.history", "view.report.html", "view.text", "lab..", "base.."),
                    new Arrows(
                            "view.find",
                            "view.report.html",
                            "view.text",
                            "lab..",
                            "load.spec",
                            "load.result",
                            "base.."),
                    new Arrows("view.audit", "view.text", "lab..", "base.."),
                    new Arrows(
                            "view.load",
                            "view.text",
                            "lab..",
                            "load.spec",
                            "load.result",
                            "base.."),
                    new Arrows("view.cli.shell", "view.text", "base.."),
                    new Arrows(
                            "view.cli.load",
                            "view.cli.shell",
                            "view.text",
                            "view.load",
                            "view.find",
                            "lab..",
                            "load..",
                            "io..",
                            "base.."),
                    new Arrows("view.cli.serve", "view.cli.shell", "specimen..", "io..", "base.."),
                    new Arrows(
                            "view.cli",
                            "view.text",
                            "view.report..",
                            "view.cli..",
                            "view.doctor",
                            "view.compare",
                            "view.audit",
                            "view.history",
                            "lab..",
                            "load..",
                            "specimen..",
                            "io..",
                            "base.."));

    private static final List<Arrows> ALL =
            Stream.concat(ARROWS.stream(), MinivoyArrows.ROWS.stream()).toList();

    @TestFactory
    List<DynamicTest> packagesUseOnlyWhatTheyMay() {
        return ALL.stream()
                .map(arrows -> DynamicTest.dynamicTest(arrows.from(), () -> check(arrows)))
                .toList();
    }

    private static void check(Arrows arrows) {
        String[] allowed =
                Stream.concat(Stream.of(arrows.from()), arrows.to().stream())
                        .map(name -> "dev.tare." + name)
                        .toArray(String[]::new);
        DescribedPredicate<JavaClass> forbidden =
                resideInAnyPackage("dev.tare..").and(resideOutsideOfPackages(allowed));
        noClasses()
                .that()
                .resideInAPackage("dev.tare." + arrows.from())
                .should()
                .dependOnClassesThat(forbidden)
                .allowEmptyShould(true)
                .check(TARE);
    }

    @Test
    void everyPackageStandsInTheTable() {
        String[] known = ALL.stream().map(a -> "dev.tare." + a.from()).toArray(String[]::new);
        classes().should().resideInAnyPackage(known).check(TARE);
    }

    @Test
    void theHotWingsUseNoThirdPartyButThoseNamed() {
        noClasses()
                .that()
                .resideInAnyPackage("dev.tare.base..", "dev.tare.io..", "dev.tare.load..")
                .and()
                .resideOutsideOfPackages(
                        "dev.tare.load.worker", "dev.tare.load.script", "dev.tare.io.net.tls..")
                .should()
                .dependOnClassesThat(
                        resideOutsideOfPackages(
                                "dev.tare..", "java..", "org.HdrHistogram..", "org.jspecify.."))
                .check(TARE);
    }

    @Test
    void tlsUsesNettysBindingOfBoringSslAndNoOtherThirdParty() {
        noClasses()
                .that()
                .resideInAPackage("dev.tare.io.net.tls..")
                .should()
                .dependOnClassesThat(
                        resideOutsideOfPackages(
                                "dev.tare..",
                                "java..",
                                "javax.net.ssl..",
                                "javax.security.auth.x500..",
                                "org.jspecify..",
                                "io.netty.internal.tcnative.."))
                .check(TARE);
    }

    @Test
    void scriptsUseTheLuaBindingAndNoOtherThirdParty() {
        noClasses()
                .that()
                .resideInAPackage("dev.tare.load.script")
                .should()
                .dependOnClassesThat(
                        resideOutsideOfPackages(
                                "dev.tare..",
                                "java..",
                                "org.HdrHistogram..",
                                "org.jspecify..",
                                "party.iroiro.luajava.."))
                .check(TARE);
        noClasses()
                .that()
                .resideOutsideOfPackage("dev.tare.load.script")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("party.iroiro.luajava..")
                .check(TARE);
    }

    @Test
    void minivoyUsesNoThirdPartyButTheReaderOfItsConfiguration() {
        noClasses()
                .that()
                .resideInAPackage("dev.tare.specimen.proxy..")
                .and()
                .resideOutsideOfPackage("dev.tare.specimen.proxy.config.yaml")
                .should()
                .dependOnClassesThat(
                        resideOutsideOfPackages("dev.tare..", "java..", "org.jspecify.."))
                .check(TARE);
        noClasses()
                .that()
                .resideInAPackage("dev.tare.specimen.proxy.config.yaml")
                .should()
                .dependOnClassesThat(
                        resideOutsideOfPackages(
                                "dev.tare..",
                                "java..",
                                "org.jspecify..",
                                "tools.jackson.core..",
                                "tools.jackson.dataformat.yaml.."))
                .check(TARE);
    }

    @Test
    void onlyNativeaccessBindsNativeFunctions() {
        noClasses()
                .that()
                .resideOutsideOfPackage("dev.tare.io.nativeaccess")
                .should()
                .dependOnClassesThat()
                .haveFullyQualifiedName("java.lang.foreign.Linker")
                .check(TARE);
    }

    @Test
    void onlyBaseTimeReadsTheClock() {
        noClasses()
                .that()
                .resideOutsideOfPackage("dev.tare.base.time")
                .should()
                .callMethod(System.class, "nanoTime")
                .orShould()
                .callMethod(System.class, "currentTimeMillis")
                .orShould()
                .callMethod(Thread.class, "sleep", long.class)
                .orShould()
                .callMethod(java.time.Instant.class, "now")
                .check(TARE);
    }
}
