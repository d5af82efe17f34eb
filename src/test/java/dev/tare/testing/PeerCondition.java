package dev.tare.testing;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.platform.commons.support.AnnotationSupport;

/** Skips a {@link PeerTest} aloud, or fails it, where its programs are absent. */
public final class PeerCondition implements ExecutionCondition {
    private static final boolean REQUIRED = Boolean.getBoolean("tare.peers.required");

    /** In no registry that every machine has a client for: a test of theirs is never required. */
    private static final Set<String> NOT_EVERYWHERE =
            Set.of("cc", "crossbar", "fortio", "ghz", "oha", "protoc", "wrk2");

    @Override
    public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
        Optional<PeerTest> asked =
                AnnotationSupport.findAnnotation(context.getElement(), PeerTest.class);
        List<String> missing =
                asked.stream()
                        .flatMap(peer -> Arrays.stream(peer.value()))
                        .filter(name -> find(name).isEmpty())
                        .toList();
        if (missing.isEmpty()) {
            return ConditionEvaluationResult.enabled("all peers are there");
        }
        String sentence =
                "%s needs %s, which is not installed"
                        .formatted(context.getDisplayName(), String.join(", ", missing));
        if (REQUIRED && !NOT_EVERYWHERE.containsAll(missing)) {
            throw new AssertionError(sentence + ", and tare.peers.required is set");
        }
        System.out.println("SKIPPED: " + sentence);
        return ConditionEvaluationResult.disabled(sentence);
    }

    /** Where the program lies, if it does. */
    public static Optional<Path> find(String name) {
        String path = Optional.ofNullable(System.getenv("PATH")).orElse("");
        return Stream.concat(
                        Arrays.stream(path.split(":")), Stream.of("/usr/sbin", "/usr/local/sbin"))
                .filter(folder -> !folder.isEmpty())
                .map(folder -> Path.of(folder, name))
                .filter(Files::isExecutable)
                .findFirst();
    }
}
