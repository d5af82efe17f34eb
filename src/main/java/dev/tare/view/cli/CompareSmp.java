package dev.tare.view.cli;

import dev.tare.lab.compare.SmpComparer.Half;
import dev.tare.lab.smp.SmpEncoding;
import dev.tare.lab.smp.SmpException;
import dev.tare.lab.smp.SmpFile;
import dev.tare.lab.smp.SmpFileReader;
import dev.tare.lab.smp.SmpFolderReader;
import dev.tare.lab.smp.SmpFolderReader.Row;
import dev.tare.view.cli.shell.FailureException;
import dev.tare.view.cli.shell.UsageException;
import dev.tare.view.text.DisplayText;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Reads what {@code tare compare} was given, where it is written in SMP. */
final class CompareSmp {
    private CompareSmp() {}

    /** Whether one of them is SMP: a bundle is a folder without results of its own. */
    static boolean isAny(List<Path> named) {
        return named.stream().anyMatch(CompareSmp::isSmp);
    }

    private static boolean isSmp(Path named) {
        return Files.isRegularFile(named) || SmpFolderReader.isFolder(named);
    }

    /** Refuses a bundle beside SMP. */
    static void requireAll(List<Path> named) throws UsageException {
        if (named.size() != 2) {
            throw new UsageException("name two results in SMP, or two folders of them");
        }
        for (Path each : named) {
            if (!isSmp(each) && Files.exists(each)) {
                throw new UsageException(
                        ("%s is no SMP, and the other is; a bundle is told as SMP by ./tare report"
                                        + " %s --format smp")
                                .formatted(each, each));
            }
        }
    }

    /**
     * Reads a file or a folder; what of a folder is left out is named on standard error.
     *
     * @throws FailureException when there is nothing to compare in it
     */
    static Half read(Path named) throws FailureException {
        try {
            return Files.isDirectory(named) ? folder(named) : file(named);
        } catch (SmpException e) {
            throw new FailureException(DisplayText.clean(String.valueOf(e.getMessage())));
        } catch (IOException e) {
            throw new FailureException(
                    Files.exists(named)
                            ? "%s cannot be read (%s)"
                                    .formatted(named, e.getClass().getSimpleName())
                            : "%s: there is no such file".formatted(named));
        }
    }

    private static Half folder(Path named) throws IOException, SmpException, FailureException {
        SmpFolderReader.Salvage salvage = SmpFolderReader.salvage(named);
        List<String> faults = salvage.faults().stream().map(DisplayText::clean).toList();
        faults.stream()
                .limit(SalvagedBundle.MAX_FAULTS)
                .forEach(fault -> System.err.println("tare: " + fault + "; it is left out"));
        if (salvage.rows().isEmpty()) {
            throw new FailureException("%s holds no result that can be read".formatted(named));
        }
        return new Half(named.toString(), true, salvage.rows(), faults);
    }

    private static Half file(Path named) throws IOException, SmpException, FailureException {
        byte[] bytes;
        try (InputStream in = Files.newInputStream(named)) {
            bytes = in.readNBytes(SmpEncoding.MAX_BYTES + 1);
        }
        Optional<SmpFile> read = SmpFileReader.read(bytes, named.toString());
        if (read.isPresent() && read.get() instanceof SmpFile.Result(var result)) {
            return new Half(
                    named.toString(),
                    false,
                    List.of(Row.of(result, SmpFolderReader.askedBeside(named, result))),
                    List.of());
        }
        throw new FailureException(
                "%s is no bundle and no PerformanceTestResult of SMP".formatted(named));
    }
}
