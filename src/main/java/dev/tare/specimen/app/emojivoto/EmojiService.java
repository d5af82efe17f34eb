package dev.tare.specimen.app.emojivoto;

import java.io.IOException;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * The emoji service: which emoji there are, and which one has a shortcode. All instances know the
 * same ones.
 */
public final class EmojiService {
    private static final byte[] ALL = Wire.list(Emoji.LISTED);
    private static final Map<String, byte[]> FOUND =
            Emoji.LISTED.stream().collect(Collectors.toMap(Emoji::shortcode, Wire::found));

    private EmojiService() {}

    /**
     * Starts the service.
     *
     * @throws IOException when it cannot listen; the message names the address
     */
    public static GrpcService start(ServiceOptions options) throws IOException {
        ServiceCounters counters = new ServiceCounters();
        int instances = options.instances();
        return GrpcService.start(
                new GrpcService.Parts(
                        Interface.EMOJI_SERVICE,
                        Interface.emojiFile(),
                        Map.of(
                                Interface.LIST_ALL,
                                new UnaryHandler(
                                        instances,
                                        counters.of(Interface.LIST_ALL),
                                        (_, request, answer) -> listAll(request, answer)),
                                Interface.FIND,
                                new UnaryHandler(
                                        instances,
                                        counters.of(Interface.FIND),
                                        (_, request, answer) -> find(request, answer))),
                        counters,
                        _ -> {}),
                options.listen(),
                NettyLoops.start("emoji", options.threads()));
    }

    private static void listAll(byte[] request, UnaryHandler.Answer answer) throws IOException {
        Wire.readEmpty(request);
        answer.send(ALL);
    }

    private static void find(byte[] request, UnaryHandler.Answer answer) throws IOException {
        answer.send(FOUND.getOrDefault(Wire.readWanted(request), Wire.EMPTY));
    }
}
