package dev.tare.specimen.app.emojivoto;

import dev.tare.specimen.app.http.PrometheusText;
import io.grpc.MethodDescriptor;
import java.util.ArrayList;
import java.util.List;

/**
 * The counters of a service's methods; {@link #of} while the service is made, the rest by any
 * thread after that.
 */
final class ServiceCounters {
    private final List<MethodCounters> methods = new ArrayList<>();

    /** Counters for a method. */
    MethodCounters of(MethodDescriptor<?, ?> method) {
        MethodCounters counters = new MethodCounters(method);
        methods.add(counters);
        return counters;
    }

    /** Adds what the methods of several services have done. */
    static void print(PrometheusText text, List<ServiceCounters> services) {
        List<MethodCounters> used =
                services.stream()
                        .flatMap(service -> service.methods.stream())
                        .filter(MethodCounters::isUsed)
                        .toList();
        text.counter("grpc_server_started_total", "Calls begun on the server.");
        used.forEach(method -> method.printStarted(text));
        text.counter("grpc_server_handled_total", "Calls ended on the server, by status.");
        used.forEach(method -> method.printHandled(text));
        text.counter("grpc_server_msg_received_total", "Messages that the server has received.");
        used.forEach(method -> method.printReceived(text));
        text.counter("grpc_server_msg_sent_total", "Messages that the server has sent.");
        used.forEach(method -> method.printSent(text));
        text.histogram("grpc_server_handling_seconds", "Times from a call's begin to its end.");
        used.forEach(method -> method.printHandling(text));
    }
}
