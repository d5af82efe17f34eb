package dev.tare.lab.history;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class BundleFoldersTest {
    @TempDir Path folder;

    private static void bundle(Path at) throws IOException {
        Files.createDirectories(at);
        Files.createFile(at.resolve("bundle.json"));
    }

    @Test
    void bundlesAreFoundHoweverDeepUpToALimit() throws Exception {
        bundle(folder.resolve("a/b/c/d/e/f/g/h"));
        bundle(folder.resolve("1/2/3/4/5/6/7/8/9"));
        BundleFolders.Found found = BundleFolders.below(folder);
        assertThat(found.bundles()).containsOnlyKeys("a/b/c/d/e/f/g/h");
        assertThat(found.notes()).singleElement().asString().startsWith("more than 8 folders deep");
    }

    @Test
    void hiddenFoldersAndWhatLiesInABundleArePassedOver() throws Exception {
        bundle(folder.resolve("one"));
        bundle(folder.resolve("one/within"));
        bundle(folder.resolve(".0001.tmp"));
        assertThat(BundleFolders.below(folder).bundles()).containsOnlyKeys("one");
    }

    @Test
    void aHistoryStopsAtItsLargestNumberOfBundlesAndSaysSo() throws Exception {
        for (int i = 0; i <= BundleFolders.MAX_BUNDLES; i++) {
            bundle(folder.resolve("b" + i));
        }
        BundleFolders.Found found = BundleFolders.below(folder);
        assertThat(found.bundles()).hasSize(BundleFolders.MAX_BUNDLES);
        assertThat(found.notes()).singleElement().asString().startsWith("this is not all");
    }

    @Test
    void aSearchStopsAtItsLargestNumberOfFoldersAndSaysSo() throws Exception {
        for (int i = 0; i <= BundleFolders.MAX_FOLDERS; i++) {
            Files.createDirectory(folder.resolve("f" + i));
        }
        bundle(folder.resolve("z"));
        BundleFolders.Found found = BundleFolders.below(folder);
        assertThat(found.bundles()).isEmpty();
        assertThat(found.notes()).singleElement().asString().startsWith("this is not all");
    }
}
