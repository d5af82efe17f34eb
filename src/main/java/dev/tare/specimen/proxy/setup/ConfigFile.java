package dev.tare.specimen.proxy.setup;

import dev.tare.specimen.proxy.config.ProxyConfig;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Consumer;

/** The file that minivoy's configuration is read from, again whenever it changes. */
public interface ConfigFile {
    /** Where it lies. */
    Path path();

    /**
     * Reads it.
     *
     * @param faults told what is wrong with it, a line each
     * @return the configuration if there was no fault
     */
    Optional<ProxyConfig> read(Consumer<String> faults);
}
