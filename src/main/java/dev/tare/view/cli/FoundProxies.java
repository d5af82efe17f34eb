package dev.tare.view.cli;

import dev.tare.specimen.control.proxy.ProxyCatalog;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * The proxies of others on this machine.
 *
 * @param kinds those that were found, in the order in which they are shown
 * @param missing a sentence for each that was not, with the command that installs it
 */
record FoundProxies(List<String> kinds, List<String> missing) {

    /**
     * The sentence about the first that was not found.
     *
     * @param names separated by commas; those that are no known proxy's are passed over
     */
    Optional<String> missingAmong(String names) {
        return Arrays.stream(names.split(",", -1))
                .flatMap(name -> missing.stream().filter(text -> text.startsWith(name + " was ")))
                .findFirst();
    }

    static FoundProxies look() {
        List<String> kinds = new ArrayList<>();
        List<String> missing = new ArrayList<>();
        for (ProxyCatalog.Entry entry : ProxyCatalog.load().entries()) {
            if (entry.find().isPresent()) {
                kinds.add(entry.name());
            } else {
                missing.add(entry.name() + " was not found; install it with: " + entry.install());
            }
        }
        return new FoundProxies(List.copyOf(kinds), List.copyOf(missing));
    }
}
