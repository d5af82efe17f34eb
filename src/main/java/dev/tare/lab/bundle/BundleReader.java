package dev.tare.lab.bundle;

import static dev.tare.lab.bundle.BundleFormat.BLOCK;
import static dev.tare.lab.bundle.BundleFormat.BLOCKS;
import static dev.tare.lab.bundle.BundleFormat.CALIBRATION;
import static dev.tare.lab.bundle.BundleFormat.END;
import static dev.tare.lab.bundle.BundleFormat.HISTOGRAMS;
import static dev.tare.lab.bundle.BundleFormat.LOSSES;
import static dev.tare.lab.bundle.BundleFormat.MANIFEST;
import static dev.tare.lab.bundle.BundleFormat.PUBLISHED;
import static dev.tare.lab.bundle.BundleFormat.ROUND;
import static dev.tare.lab.bundle.BundleFormat.ROUNDS;

import dev.tare.lab.plan.PlanException;
import dev.tare.lab.plan.Published;
import dev.tare.lab.plan.PublishedReader;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.Stream;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Reads a bundle whole, trusting nothing in it: sizes are bounded, links are not followed, and
 * every file must agree with the folder that it lies in and with the plan.
 *
 * <p>A bundle that is being written, or whose run was killed, is read as far as it is whole: {@code
 * end.json} may be absent, and what has not yet been renamed into place is passed over. Fields that
 * this version does not know are ignored.
 */
public final class BundleReader {
    private static final long BIG_BLOCK_BYTES = 500_000;

    private final Path folder;

    /** Takes the fault of a part that is left out; none: a fault refuses the bundle. */
    private final Optional<Consumer<BundleException>> faults;

    private BundleReader(Path folder, Optional<Consumer<BundleException>> faults) {
        this.folder = folder;
        this.faults = faults;
    }

    /**
     * Reads the bundle in {@code folder}.
     *
     * @throws BundleException naming the file and what is wrong with it, in one line
     */
    public static BundleContent read(Path folder) throws BundleException {
        return new BundleReader(folder, Optional.empty()).content();
    }

    /**
     * Reads what can be read of the bundle in {@code folder}: a block, a round or another file that
     * is damaged is left out, the rest stands.
     *
     * @param faults is told of each, in the order of the files
     * @throws BundleException where there is no manifest, without which nothing has a meaning
     */
    public static BundleContent salvage(Path folder, Consumer<BundleException> faults)
            throws BundleException {
        return new BundleReader(folder, Optional.of(faults)).content();
    }

    /** Reads the manifest alone. */
    public static Manifest readManifest(Path folder) throws BundleException {
        return new BundleReader(folder, Optional.empty()).manifest();
    }

    /** Only the losses that a bundle tells of. */
    static List<LossRecord> readLosses(Path folder) throws BundleException {
        return new BundleReader(folder, Optional.empty()).losses();
    }

    /** The smallest number of a block that {@code content} lacks: where a run goes on. */
    public static int nextBlock(BundleContent content) {
        Set<Integer> there = new HashSet<>();
        content.blocks().forEach(block -> there.add(block.blockRecord().index()));
        int next = 0;
        while (there.contains(next)) {
            next++;
        }
        return next;
    }

    private BundleContent content() throws BundleException {
        Manifest manifest = manifest();
        Optional<EndRecord> end = whole(this::end).flatMap(read -> read);
        List<RoundRecord> rounds = new ArrayList<>();
        // Blocks first: a live run writes a round before its blocks, so that none is found missing.
        SortedMap<Integer, Path> blockFolders = numbered(BLOCKS);
        SortedMap<Integer, Path> roundFolders = numbered(ROUNDS);
        for (var round : roundFolders.entrySet()) {
            whole(() -> round(round.getKey(), round.getValue())).ifPresent(rounds::add);
        }
        List<BundleContent.Block> blocks = blocks(blockFolders, manifest, roundFolders.keySet());
        Optional<Published> published = whole(this::published).flatMap(read -> read);
        Optional<CalibrationRecord> calibration =
                whole(() -> CalibrationFile.read(folder.resolve(CALIBRATION)))
                        .flatMap(read -> read);
        return new BundleContent(
                manifest,
                rounds,
                blocks,
                end,
                published,
                calibration,
                whole(this::losses).orElse(List.of()));
    }

    private List<LossRecord> losses() throws BundleException {
        Path file = folder.resolve(LOSSES);
        return Files.exists(file, LinkOption.NOFOLLOW_LINKS)
                ? List.of(parse(file, LossRecord[].class))
                : List.of();
    }

    /** A part of the bundle; empty where it is damaged and may be left out. */
    private <T> Optional<T> whole(Part<T> part) throws BundleException {
        try {
            return Optional.of(part.read());
        } catch (BundleException e) {
            faults.orElseThrow(() -> e).accept(e);
            return Optional.empty();
        }
    }

    /** A part of the bundle that is there or damaged by itself. */
    private interface Part<T> {
        T read() throws BundleException;
    }

    /** Big blocks are read on all cores; the first that is bad is named, as one by one. */
    private List<BundleContent.Block> blocks(
            SortedMap<Integer, Path> folders, Manifest manifest, Set<Integer> rounds)
            throws BundleException {
        boolean big =
                folders.values().stream()
                        .anyMatch(f -> f.resolve(BLOCK).toFile().length() > BIG_BLOCK_BYTES);
        Stream<Map.Entry<Integer, Path>> entries = List.copyOf(folders.entrySet()).stream();
        List<Read> all =
                (big ? entries.parallel() : entries)
                        .map(entry -> Read.of(entry.getKey(), entry.getValue(), manifest, rounds))
                        .toList();
        List<BundleContent.Block> blocks = new ArrayList<>();
        long slices = 0;
        for (Read read : all) {
            Optional<BundleContent.Block> block = whole(read::block);
            slices += block.map(b -> b.sliceHistograms().size()).orElse(0);
            block.ifPresent(blocks::add);
        }
        if (!SliceBounds.holdTogether(slices)) {
            throw new BundleException(
                    folders.values().iterator().next(),
                    "and the blocks beside it have more than "
                            + BundleFormat.MAX_SLICES
                            + " slices");
        }
        return blocks;
    }

    /** A block, or why there is none. */
    private record Read(Optional<BundleContent.Block> found, Optional<BundleException> fault) {
        static Read of(int number, Path folder, Manifest manifest, Set<Integer> rounds) {
            try {
                BundleContent.Block block = BundleReader.block(number, folder, manifest, rounds);
                return new Read(Optional.of(block), Optional.empty());
            } catch (BundleException e) {
                return new Read(Optional.empty(), Optional.of(e));
            }
        }

        BundleContent.Block block() throws BundleException {
            if (fault.isPresent()) {
                throw fault.get();
            }
            return found.orElseThrow();
        }
    }

    private Optional<Published> published() throws BundleException {
        Path file = folder.resolve(PUBLISHED);
        if (!Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
            return Optional.empty();
        }
        String text =
                new String(bytes(file, BundleFormat.MAX_PUBLISHED_BYTES), StandardCharsets.UTF_8);
        try {
            return Optional.of(PublishedReader.read(text, PUBLISHED));
        } catch (PlanException e) {
            throw new BundleException(file, "is not what Tare wrote: " + e.getMessage(), e);
        }
    }

    private Manifest manifest() throws BundleException {
        Path file = folder.resolve(MANIFEST);
        if (!Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
            throw new BundleException(
                    folder,
                    Files.isDirectory(folder)
                            ? "is no bundle: it has no " + MANIFEST
                            : "there is no such folder");
        }
        JsonNode tree = parse(file, JsonNode.class);
        JsonNode version = tree.path("format_version");
        if (!version.isInt() || version.asInt() < 1) {
            throw new BundleException(file, "is no manifest: it names no format_version");
        }
        if (version.asInt() > Manifest.FORMAT_VERSION) {
            throw new BundleException(
                    file,
                    "has format version %d; this Tare reads up to %d: use a newer Tare"
                            .formatted(version.asInt(), Manifest.FORMAT_VERSION));
        }
        addDefault(tree.path("plan"), "scale", JsonNodeFactory.instance.numberNode(1.0));
        for (JsonNode workload : tree.path("plan").path("workloads")) {
            addDefault(workload, "endpoints", JsonNodeFactory.instance.arrayNode());
            addDefault(
                    workload,
                    "protocol",
                    JsonNodeFactory.instance.stringNode(PlanRecord.WorkloadRecord.HTTP1));
        }
        Manifest manifest = bound(file, tree, Manifest.class);
        PlanRecord plan = manifest.plan();
        require(file, plan.blocks() >= 1, "plans no block");
        require(file, plan.blocks() <= BundleFormat.MAX_NUMBER + 1, "plans too many blocks");
        require(file, !plan.specimens().isEmpty(), "names no specimen");
        require(file, !plan.workloads().isEmpty(), "names no workload");
        return manifest;
    }

    /** What a field means where a bundle was written before there was such a field. */
    private static void addDefault(JsonNode node, String field, JsonNode meaning) {
        if (node instanceof ObjectNode map && !map.has(field)) {
            map.set(field, meaning);
        }
    }

    private Optional<EndRecord> end() throws BundleException {
        Path file = folder.resolve(END);
        return Files.exists(file, LinkOption.NOFOLLOW_LINKS)
                ? Optional.of(parse(file, EndRecord.class))
                : Optional.empty();
    }

    private static RoundRecord round(int number, Path roundFolder) throws BundleException {
        Path file = roundFolder.resolve(ROUND);
        JsonNode tree = parse(file, JsonNode.class);
        for (JsonNode specimen : tree.path("specimens")) {
            addDefault(specimen, "parts", JsonNodeFactory.instance.arrayNode());
            addDefault(specimen, "security", JsonNodeFactory.instance.arrayNode());
            addDefault(specimen, "link", JsonNodeFactory.instance.arrayNode());
            addDefault(specimen, "trust", JsonNodeFactory.instance.stringNode(""));
        }
        for (JsonNode warmUp : tree.path("warm_ups")) {
            addDefault(warmUp, "passes", JsonNodeFactory.instance.numberNode(0));
            addDefault(warmUp, "ended_by", JsonNodeFactory.instance.stringNode(""));
        }
        RoundRecord round = bound(file, tree, RoundRecord.class);
        requireIndex(file, round.index(), number);
        for (RoundRecord.SpecimenRecord specimen : round.specimens()) {
            requireOwnFile(file, specimen.configurationFile());
            require(
                    file,
                    specimen.parts().size() <= PartUsage.MAX_PARTS,
                    "has a specimen of too many parts");
            for (RoundRecord.PartRecord part : specimen.parts()) {
                requireOwnFile(file, part.configurationFile());
            }
        }
        return round;
    }

    private static void requireOwnFile(Path file, String name) throws BundleException {
        require(
                file,
                name.isEmpty() || BundleFormat.isFileName(name),
                "names a configuration file outside its folder");
    }

    private static BundleContent.Block block(
            int number, Path blockFolder, Manifest manifest, Set<Integer> rounds)
            throws BundleException {
        Path file = blockFolder.resolve(BLOCK);
        JsonNode tree = parse(file, JsonNode.class);
        addDefault(tree, "protocols", JsonNodeFactory.instance.objectNode());
        addDefault(tree, "origin_proofs", JsonNodeFactory.instance.objectNode());
        for (JsonNode slice : tree.path("slices")) {
            addDefault(slice, "parts", JsonNodeFactory.instance.arrayNode());
            addDefault(slice, "health", BundleFormat.mapper().valueToTree(SliceHealth.UNKNOWN));
        }
        BlockRecord block = bound(file, tree, BlockRecord.class);
        requireIndex(file, block.index(), number);
        require(
                file,
                rounds.contains(block.round()),
                "belongs to round " + block.round() + ", which this bundle does not have");
        require(
                file,
                block.slices().size() <= BundleFormat.MAX_SLICES_A_BLOCK,
                "has more than " + BundleFormat.MAX_SLICES_A_BLOCK + " slices");
        Set<String> workloads = new HashSet<>();
        manifest.plan().workloads().forEach(workload -> workloads.add(workload.name()));
        for (int i = 0; i < block.slices().size(); i++) {
            SliceRecord slice = block.slices().get(i);
            String which = "slice " + i + " ";
            require(file, slice.index() == i, which + "has the index " + slice.index());
            require(
                    file,
                    manifest.plan().specimens().contains(slice.specimen()),
                    which + "is of a specimen that the plan does not have");
            require(
                    file,
                    workloads.contains(slice.workload()),
                    which + "is of a workload that the plan does not have");
            require(file, SliceBounds.hold(slice), which + "has a count or a time out of bounds");
        }
        Path log = blockFolder.resolve(HISTOGRAMS);
        byte[] bytes = bytes(log, BundleFormat.MAX_HISTOGRAM_LOG_BYTES);
        return new BundleContent.Block(block, HistogramLog.read(log, bytes, block.slices().size()));
    }

    private static void requireIndex(Path file, int index, int number) throws BundleException {
        require(
                file,
                index == number,
                "has the index " + index + ", and does not belong in this folder");
    }

    private static void require(Path file, boolean holds, String otherwise) throws BundleException {
        if (!holds) {
            throw new BundleException(file, otherwise);
        }
    }

    /** The folders with a number for a name; anything else there is not ours to judge. */
    private SortedMap<Integer, Path> numbered(String kind) throws BundleException {
        SortedMap<Integer, Path> found = new TreeMap<>();
        Path parent = folder.resolve(kind);
        if (!Files.isDirectory(parent, LinkOption.NOFOLLOW_LINKS)) {
            return found;
        }
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(parent)) {
            for (Path entry : entries) {
                String name = String.valueOf(entry.getFileName());
                if (BundleFormat.isNumber(name)
                        && Files.isDirectory(entry, LinkOption.NOFOLLOW_LINKS)) {
                    found.put(Integer.parseInt(name), entry);
                }
            }
        } catch (IOException e) {
            throw new BundleException(parent, "could not be read: " + e.getMessage(), e);
        }
        return found;
    }

    private static <T> T parse(Path file, Class<T> type) throws BundleException {
        return parse(file, type, BundleFormat.MAX_JSON_BYTES);
    }

    static <T> T parse(Path file, Class<T> type, int limit) throws BundleException {
        byte[] bytes = bytes(file, limit);
        try {
            return BundleFormat.mapper().readValue(bytes, type);
        } catch (JacksonException e) {
            throw unreadable(file, e);
        }
    }

    static <T> T bound(Path file, JsonNode tree, Class<T> type) throws BundleException {
        try {
            return BundleFormat.mapper().treeToValue(tree, type);
        } catch (JacksonException e) {
            throw unreadable(file, e);
        }
    }

    private static BundleException unreadable(Path file, JacksonException e) {
        String where =
                e.getLocation() == null || e.getLocation().getLineNr() < 1
                        ? ""
                        : " (line " + e.getLocation().getLineNr() + ")";
        String what = e.getOriginalMessage() == null ? "" : ": " + e.getOriginalMessage();
        return new BundleException(file, "is cut short or not what Tare wrote" + where + what, e);
    }

    private static byte[] bytes(Path file, int limit) throws BundleException {
        if (!Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
            throw new BundleException(file, "is missing");
        }
        if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
            throw new BundleException(file, "is not a regular file");
        }
        try (InputStream in = Files.newInputStream(file, LinkOption.NOFOLLOW_LINKS)) {
            byte[] bytes = in.readNBytes(limit + 1);
            if (bytes.length > limit) {
                throw new BundleException(file, "is larger than " + limit + " bytes");
            }
            return bytes;
        } catch (NoSuchFileException e) {
            throw new BundleException(file, "is missing", e);
        } catch (BundleException e) {
            throw e;
        } catch (IOException e) {
            throw new BundleException(file, "could not be read: " + e.getMessage(), e);
        }
    }
}
