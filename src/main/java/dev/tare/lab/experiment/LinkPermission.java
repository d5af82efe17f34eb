package dev.tare.lab.experiment;

import dev.tare.base.time.NanoClock;
import dev.tare.lab.plan.Plan;
import dev.tare.lab.plan.SpecimenSpec;
import dev.tare.specimen.control.process.Launcher;
import dev.tare.specimen.control.process.StartFailure;
import dev.tare.specimen.link.LinkShape;
import dev.tare.specimen.link.NamespaceLink;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A plan without the links that cannot be had here.
 *
 * <p>Whether one can be had depends on rights, on programs and on what the kernel was built with,
 * so that each is made once, by way of trial, before anything else is started.
 *
 * @param plan what is left: at least bare
 * @param notes a sentence for each specimen that is left out, with the remedy
 */
public record LinkPermission(Plan plan, List<String> notes) {
    private static final String LOG = "link.log";

    public LinkPermission {
        notes = List.copyOf(notes);
    }

    /** Tries every link of the plan; a plan without links is left as it is, at no cost. */
    public static LinkPermission of(Plan plan) throws InterruptedException {
        Map<LinkShape, Optional<String>> refusals = new HashMap<>();
        List<SpecimenSpec> kept = new ArrayList<>();
        List<String> notes = new ArrayList<>();
        for (SpecimenSpec specimen : plan.specimens()) {
            if (!(specimen instanceof SpecimenSpec.Link link)) {
                kept.add(specimen);
                continue;
            }
            if (!refusals.containsKey(link.shape())) {
                refusals.put(link.shape(), refusal(link));
            }
            Optional<String> refusal = refusals.getOrDefault(link.shape(), Optional.empty());
            if (refusal.isEmpty()) {
                kept.add(specimen);
            } else {
                notes.add(
                        "%s is left out, for a link cannot be had here: %s"
                                .formatted(link.name(), refusal.get()));
            }
        }
        return new LinkPermission(notes.isEmpty() ? plan : plan.onlyWith(kept), notes);
    }

    private static Optional<String> refusal(SpecimenSpec.Link link) throws InterruptedException {
        try {
            Path folder = Files.createTempDirectory("tare-link");
            Path log = folder.resolve(LOG);
            try (Launcher launcher = Launcher.open(NanoClock.system())) {
                NamespaceLink.open(launcher, link.name(), log, link.shape()).close();
                return Optional.empty();
            } catch (StartFailure e) {
                return Optional.of(String.valueOf(e.getMessage()));
            } finally {
                Files.deleteIfExists(log);
                Files.deleteIfExists(folder);
            }
        } catch (IOException e) {
            return Optional.of("it could not be tried: " + e.getMessage());
        }
    }
}
