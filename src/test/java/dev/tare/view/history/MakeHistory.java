package dev.tare.view.history;

import dev.tare.lab.history.MadeHistory;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Random;

/** Writes a folder of made bundles, to look at and to time: {@code MakeHistory FOLDER COUNT}. */
final class MakeHistory {
    private MakeHistory() {}

    /** Two steps in the specimen's CPU, at a third and at four fifths. */
    public static void main(String[] args) throws IOException {
        int count = Integer.parseInt(args[1]);
        Random random = new Random(1);
        MadeHistory.write(
                Path.of(args[0]),
                count,
                index -> {
                    double level = index < count / 3 ? 1 : index < count * 4 / 5 ? 0.9 : 1.06;
                    return MadeHistory.CPU_NS * level * (1 + 0.01 * random.nextGaussian());
                });
    }
}
