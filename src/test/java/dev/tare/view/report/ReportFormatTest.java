package dev.tare.view.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tare.view.report.content.ReportInput;
import dev.tare.view.text.TextStyle;
import java.io.IOException;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

final class ReportFormatTest {
    private static final TextStyle STYLE = TextStyle.plain(120);

    @ParameterizedTest
    @EnumSource
    void everyFormatIsAsReviewed(ReportFormat format) throws IOException {
        Golden.matches(format.fileName(), format.report(STYLE).render(SampleWeighing.input()));
    }

    @ParameterizedTest
    @EnumSource
    void aReportDoesNotDependOnTheLocale(ReportFormat format) {
        Locale before = Locale.getDefault();
        String expected = format.report(STYLE).render(SampleWeighing.input());
        try {
            Locale.setDefault(Locale.forLanguageTag("ar-EG-u-nu-arab"));
            assertThat(format.report(STYLE).render(SampleWeighing.input())).isEqualTo(expected);
            Locale.setDefault(Locale.GERMANY);
            assertThat(format.report(STYLE).render(SampleWeighing.input())).isEqualTo(expected);
        } finally {
            Locale.setDefault(before);
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"TEXT", "HTML", "MARKDOWN", "HGRM"})
    void whatAPersonReadsHoldsNoControlCharacterFromOutside(ReportFormat format) {
        String report = format.report(STYLE).render(HostileReport.input());

        assertThat(report).endsWith("\n");
        assertThat(report.codePoints().filter(c -> c != '\n'))
                .noneMatch(Character::isISOControl)
                .noneMatch(c -> c >= 0x202a && c <= 0x202e)
                .noneMatch(c -> c >= 0x2066 && c <= 0x2069)
                .noneMatch(c -> c >= 0xd800 && c <= 0xdfff);
    }

    @ParameterizedTest
    @EnumSource
    void aFormatIsFoundByItsKey(ReportFormat format) {
        assertThat(ReportFormat.of(format.key())).contains(format);
    }

    @Test
    void anUnknownKeyIsNoFormat() {
        assertThat(ReportFormat.of("pdf")).isEmpty();
    }

    @Test
    void theBundlesNameIsTheLastOfItsPath() {
        ReportInput sample = SampleWeighing.input();

        assertThat(sample.bundleName()).isEqualTo("sample");
        assertThat(new ReportInput(sample.bundle(), sample.weighing(), "/a/b/").bundleName())
                .isEqualTo("b");
        assertThat(new ReportInput(sample.bundle(), sample.weighing(), "b").bundleName())
                .isEqualTo("b");
    }
}
