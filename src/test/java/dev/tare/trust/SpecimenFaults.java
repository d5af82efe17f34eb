package dev.tare.trust;

import static dev.tare.lab.verdict.FigureKind.CPU_PER_REQUEST;
import static dev.tare.lab.verdict.FigureKind.GOODPUT;
import static dev.tare.lab.verdict.FigureKind.PEAK_MEMORY;
import static dev.tare.lab.verdict.FigureKind.RESPONSE_TIME_P50;
import static dev.tare.lab.verdict.FigureKind.RESPONSE_TIME_P99;
import static dev.tare.lab.verdict.Verdict.INVALID;
import static dev.tare.lab.verdict.Verdict.TAINTED;

import dev.tare.lab.verdict.FigureKind;
import dev.tare.lab.verdict.Verdict;
import java.util.List;
import java.util.Set;

/** Faults of a proxy: it is weighed beside a sound one, in the same blocks. */
final class SpecimenFaults {
    private SpecimenFaults() {}

    static List<PlantedFault> all() {
        return List.of(
                answer(
                        "error-in-200",
                        "every 50th answer is an error text with status 200",
                        ProxyFault.ERROR_IN_200,
                        "of another length"),
                answer(
                        "error-as-long",
                        "the same, padded to the right length",
                        ProxyFault.ERROR_AS_LONG,
                        "with another body"),
                answer(
                        "short-body",
                        "every 50th body a tenth shorter, as its Content-Length says",
                        ProxyFault.SHORT_BODY,
                        "of another length"),
                answer(
                        "wrong-length",
                        "every 50th body shorter than its Content-Length, then closed",
                        ProxyFault.CUT_BODY,
                        "cut short"),
                answer(
                        "corrupt-body",
                        "every 50th body of the right length with other bytes",
                        ProxyFault.CORRUPT_BODY,
                        "with another body"),
                answer(
                        "broken-chunks",
                        "every 50th body chunked, closed before its last chunk",
                        ProxyFault.BROKEN_CHUNKS,
                        "cut short"),
                answer(
                        "unavailable",
                        "every 50th answer is a 503",
                        ProxyFault.UNAVAILABLE,
                        "of another status"),
                answer(
                        "redirect",
                        "every 50th answer is a 302",
                        ProxyFault.REDIRECT,
                        "of another status"),
                answer(
                        "malformed",
                        "every 50th answer begins with \"HTTP/1.1 2OO OK\"",
                        ProxyFault.MALFORMED,
                        "malformed"),
                beside(
                        "rarely-unavailable",
                        "every 400th answer is a 503",
                        new Seat(ProxyFault.UNAVAILABLE, 400, Setting.CLOSED),
                        figure(9, TAINTED, RESPONSE_TIME_P50, "of another status")),
                beside(
                        "padded-body",
                        "bodies 20 bytes longer than bare's, and no length checked",
                        new Seat(ProxyFault.PADDED_BODY, 20, Setting.UNCHECKED),
                        cost(9, INVALID, RESPONSE_TIME_P50, "other work")),
                beside(
                        "compressed",
                        "bodies compressed, bare's not, and no length checked",
                        new Seat(ProxyFault.GZIP, 1, Setting.UNCHECKED),
                        cost(9, INVALID, GOODPUT, "other work")),
                beside(
                        "closed-every-100",
                        "connections closed after 100 answers",
                        new Seat(ProxyFault.CLOSE, 100, Setting.CLOSED),
                        figure(9, TAINTED, CPU_PER_REQUEST, "connections were not kept")),
                beside(
                        "never-kept",
                        "connections closed after every answer",
                        new Seat(ProxyFault.CLOSE, 1, Setting.CLOSED),
                        figure(9, INVALID, CPU_PER_REQUEST, "connections were not kept")),
                beside(
                        "backlog-of-1",
                        "a listen backlog of 1, a connection accepted every 50 ms",
                        new Seat(ProxyFault.SLOW_ACCEPT, 50, Setting.CLOSED),
                        figure(9, INVALID, RESPONSE_TIME_P50, "were not open")),
                beside(
                                "nagle",
                                "Nagle's algorithm on, head and body written apart",
                                new Seat(ProxyFault.NAGLE, 1, Setting.CLOSED),
                                new Expected.Remark(10, "near 40 ms"))
                        .onAQuietMachine(),
                beside(
                        "cache",
                        "answers from a cache; the origin is not asked",
                        new Seat(ProxyFault.CACHE, 1, Setting.CLOSED),
                        cost(9, INVALID, RESPONSE_TIME_P50, "origin")),
                beside(
                        "asked-twice",
                        "the origin asked twice for every request",
                        new Seat(ProxyFault.ASKED_TWICE, 1, Setting.CLOSED),
                        cost(9, INVALID, RESPONSE_TIME_P50, "origin")),
                beside(
                        "swallowed",
                        "every 50th request never answered; it times out within the slice",
                        new Seat(ProxyFault.SWALLOW, 50, Setting.IMPATIENT),
                        figure(9, INVALID, CPU_PER_REQUEST, "timed out")),
                beside(
                        "hung",
                        "every 50th request never answered; it hangs until the slice is over",
                        new Seat(ProxyFault.SWALLOW, 50, Setting.CLOSED),
                        figure(10, INVALID, GOODPUT, "Little's law")),
                beside(
                        "connection-limit",
                        "only 4 of 8 connections served at a time",
                        new Seat(ProxyFault.LIMIT, 4, Setting.CLOSED),
                        figure(10, INVALID, RESPONSE_TIME_P50, "Little's law")),
                beside(
                        "leak",
                        "every request leaves 5 kB of memory behind",
                        new Seat(ProxyFault.LEAK, 5_000, Setting.CLOSED),
                        figure(7, TAINTED, PEAK_MEMORY, "grew")),
                new PlantedFault(
                        "too-few-samples",
                        "12 requests a second: 17 in all",
                        new PlantedFault.Beside(Seat.sound(Setting.FEW), Seat.sound(Setting.OPEN)),
                        figure(6, INVALID, RESPONSE_TIME_P99, "cannot bound")),
                new PlantedFault(
                                "too-few-connections",
                                "400 requests a second of 5 ms each over one connection",
                                new PlantedFault.Beside(
                                        new Seat(ProxyFault.DELAY, 5_000, Setting.NARROW),
                                        new Seat(ProxyFault.DELAY, 5_000, Setting.OPEN)),
                                new Expected.Remark(2, "before a connection was free"))
                        .onAQuietMachine());
    }

    private static PlantedFault answer(
            String name, String planted, ProxyFault fault, String words) {
        return beside(
                name,
                planted,
                new Seat(fault, 50, Setting.CLOSED),
                figure(9, INVALID, RESPONSE_TIME_P50, words));
    }

    private static PlantedFault beside(String name, String planted, Seat seat, Expected expected) {
        return new PlantedFault(
                name, planted, new PlantedFault.Beside(seat, Seat.sound(seat.setting())), expected);
    }

    private static Expected figure(int rule, Verdict word, FigureKind kind, String words) {
        return new Expected.OnFigure(Set.of(rule), word, kind, words);
    }

    private static Expected cost(int rule, Verdict word, FigureKind kind, String words) {
        return new Expected.OnCost(Set.of(rule), word, kind, words);
    }
}
