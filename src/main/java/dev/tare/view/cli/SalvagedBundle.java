package dev.tare.view.cli;

import dev.tare.lab.bundle.BundleContent;
import dev.tare.lab.bundle.BundleException;
import dev.tare.lab.bundle.BundleReader;
import dev.tare.view.cli.shell.FailureException;
import dev.tare.view.text.DisplayText;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * What could be read of a bundle.
 *
 * @param content with one whole block at least
 * @param faults of what is left out, a sentence each, with file and line; at most {@link
 *     #MAX_FAULTS} and one that counts the others
 */
record SalvagedBundle(BundleContent content, List<String> faults) {
    static final int MAX_FAULTS = 10;

    SalvagedBundle {
        faults = List.copyOf(faults);
    }

    /** Reads a bundle, and names on standard error what of it is left out. */
    static SalvagedBundle read(Path bundle) throws FailureException, IOException {
        List<BundleException> left = new ArrayList<>();
        BundleContent content = BundleReader.salvage(bundle, left::add);
        List<String> faults =
                new ArrayList<>(
                        left.stream()
                                .limit(MAX_FAULTS)
                                .map(e -> DisplayText.clean(String.valueOf(e.getMessage())))
                                .toList());
        if (left.size() > MAX_FAULTS) {
            faults.add("%s: %d more files have faults".formatted(bundle, left.size() - MAX_FAULTS));
        }
        faults.forEach(fault -> System.err.println("tare: " + fault + "; it is left out"));
        if (content.blocks().isEmpty()) {
            throw new FailureException(
                    left.isEmpty()
                            ? "%s holds no whole block yet; go on with ./tare run --resume %s"
                                    .formatted(bundle, bundle)
                            : "%s holds no block that can be read".formatted(bundle));
        }
        return new SalvagedBundle(content, faults);
    }
}
