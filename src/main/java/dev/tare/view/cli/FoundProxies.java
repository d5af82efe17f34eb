package dev.tare.view.cli;

import dev.tare.specimen.control.ProxyCatalog;
import java.util.ArrayList;
import java.util.List;

/**
 * The proxies of others on this machine.
 *
 * @param kinds those that were found, in the order in which they are shown
 * @param missing a sentence for each that was not, with the command that installs it
 */
record FoundProxies(List<String> kinds, List<String> missing) {

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
