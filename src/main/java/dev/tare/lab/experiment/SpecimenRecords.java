package dev.tare.lab.experiment;

import dev.tare.lab.bundle.PartUsage;
import dev.tare.lab.bundle.RoundRecord.PartRecord;
import dev.tare.lab.bundle.RoundRecord.SpecimenRecord;
import dev.tare.lab.plan.SpecimenSpec;
import dev.tare.specimen.control.StartedSpecimen;
import dev.tare.specimen.mesh.StartedMesh;
import dev.tare.specimen.mesh.StartedPart;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a round's folder says of the specimens: their records, and the configurations made for them.
 *
 * <p>Thread-safety: one thread.
 */
final class SpecimenRecords {
    private final Map<String, String> configurations = new LinkedHashMap<>();

    /** Configurations by file name. */
    Map<String, String> configurations() {
        return Map.copyOf(configurations);
    }

    /** The file that a configuration was kept as, and its SHA-256; both empty for none. */
    private record Kept(String file, String sha256) {}

    private Kept keep(String owner, Optional<Path> configuration) throws IOException {
        if (configuration.isEmpty()) {
            return new Kept("", "");
        }
        String text = Files.readString(configuration.get());
        String file = owner + "-" + configuration.get().getFileName();
        configurations.put(file, text);
        return new Kept(file, sha256(text));
    }

    private static String sha256(String text) {
        try {
            return HexFormat.of()
                    .formatHex(
                            MessageDigest.getInstance("SHA-256")
                                    .digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    /** Of a specimen that is one process, or none. */
    SpecimenRecord of(SpecimenSpec spec, StartedSpecimen started) throws IOException {
        Kept kept = keep(started.name(), started.configurationFile());
        return new SpecimenRecord(
                started.name(),
                started.kind(),
                started.version(),
                started.command(),
                kept.file(),
                kept.sha256(),
                started.address().toString(),
                started.kind().equals("bare") ? List.of() : started.pids(),
                started.pathProof(),
                List.of(),
                List.of(),
                List.of(),
                RunningTls.trust(spec));
    }

    /** Of a specimen of many parts. */
    SpecimenRecord of(SpecimenSpec spec, StartedMesh mesh, Optional<StartedSpecimen> gateway)
            throws IOException {
        List<PartRecord> parts = new ArrayList<>();
        for (StartedPart part : mesh.parts()) {
            Kept kept = keep(spec.name() + "-" + part.name(), part.configurationFile());
            parts.add(
                    new PartRecord(
                            part.name(),
                            StageMesh.role(part),
                            part.version(),
                            part.command(),
                            kept.file(),
                            kept.sha256(),
                            part.addresses(),
                            part.meter().pids()));
        }
        if (gateway.isPresent()) {
            SpecimenRecord before = of(spec, gateway.get());
            return new SpecimenRecord(
                    before.name(),
                    before.kind(),
                    before.version(),
                    before.command(),
                    before.configurationFile(),
                    before.configurationSha256(),
                    before.address(),
                    before.pids(),
                    before.pathProof(),
                    parts,
                    mesh.security(),
                    mesh.link());
        }
        String version =
                mesh.parts().stream()
                        .filter(part -> part.role() == StartedPart.Role.PROXY)
                        .map(StartedPart::version)
                        .findFirst()
                        .orElse(mesh.linkVersion());
        return new SpecimenRecord(
                spec.name(),
                kind(spec),
                version,
                List.of(),
                "",
                "",
                mesh.address().toString(),
                parts.stream()
                        .filter(part -> part.role() == PartUsage.Role.PROXY)
                        .flatMap(part -> part.pids().stream())
                        .toList(),
                mesh.pathProof(),
                parts,
                mesh.security(),
                mesh.link());
    }

    private static String kind(SpecimenSpec spec) {
        return switch (spec) {
            case SpecimenSpec.Known known -> known.kind();
            case SpecimenSpec.Link _ -> SpecimenSpec.Link.KIND;
            case SpecimenSpec.Bare _, SpecimenSpec.Command _, SpecimenSpec.Running _ -> "bare";
        };
    }
}
