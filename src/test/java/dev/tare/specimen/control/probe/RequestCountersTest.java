package dev.tare.specimen.control.probe;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

final class RequestCountersTest {
    private static final List<String> SPECIMEN = List.of("specimen");
    private static final String HAPROXY =
            """
            # pxname,svname,qcur,req_rate,req_tot,cli_abrt,
            other,FRONTEND,,0,7,0,
            specimen,BACKEND,0,,,0,
            specimen,FRONTEND,,0,51,0,
            """;

    @Test
    void haproxysFrontendIsFoundByTheNamesOfTheColumns() {
        assertThat(RequestCounters.parseHaproxy(HAPROXY, SPECIMEN)).hasValue(51);
        assertThat(RequestCounters.parseHaproxy("", SPECIMEN)).isEmpty();
        assertThat(RequestCounters.parseHaproxy("# pxname,svname\nspecimen,FRONTEND\n", SPECIMEN))
                .isEmpty();
        assertThat(RequestCounters.parseHaproxy("Unknown command\n", SPECIMEN)).isEmpty();
    }

    @Test
    void nginxsRequestsAreTheThirdNumber() {
        String text =
                """
                Active connections: 1
                server accepts handled requests
                 12 12 345
                Reading: 0 Writing: 1 Waiting: 0
                """;
        assertThat(RequestCounters.parseNginx(text)).hasValue(345);
        assertThat(RequestCounters.parseNginx("<html>404</html>")).isEmpty();
    }

    @Test
    void envoysCounterIsItsOwnAndNotTheAdminInterfaces() {
        String text =
                """
                http.admin.downstream_rq_total: 3
                http.specimen.downstream_rq_total: 50
                """;
        assertThat(RequestCounters.parseEnvoy(text, SPECIMEN)).hasValue(50);
        assertThat(RequestCounters.parseEnvoy("http.admin.downstream_rq_total: 3\n", SPECIMEN))
                .isEmpty();
    }

    @Test
    void aNumberInJsonIsFoundByItsWholeName() {
        String text = "{\"upstream_requests\":1,\"requests\" : 42,\"x\":{\"requests\":7}}";
        assertThat(RequestCounters.parseJson(text, "requests")).hasValue(42);
        assertThat(RequestCounters.parseJson(text, "equests")).isEmpty();
        assertThat(RequestCounters.parseJson("{\"requests\":\"no\"}", "requests")).isEmpty();
        assertThat(RequestCounters.parseJson("{\"n\":99999999999999999999}", "n")).isEmpty();
    }
}
