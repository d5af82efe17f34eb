package dev.tare.lab.plan;

import dev.tare.base.core.QuantityText;
import java.net.URI;
import java.util.OptionalLong;

/** Reads a specimen that runs already: where, as which process, and how TLS is spoken to it. */
final class RunningReader {
    private static final String TLS = "tls";

    private RunningReader() {}

    static SpecimenSpec.Running read(PlanNode node, String name) throws PlanException {
        URI url = node.value("url", HttpUrl::parse);
        OptionalLong pid =
                node.has("pid")
                        ? OptionalLong.of(node.value("pid", RunningReader::pid))
                        : OptionalLong.empty();
        if (!node.has(TLS)) {
            return node.build(() -> new SpecimenSpec.Running(name, url, pid));
        }
        PlanNode child = node.child(TLS);
        if (child.isText()) {
            throw child.fault(
                    "of what runs already is a map with ca, server-name, insecure, cert and key;"
                            + " that it speaks TLS is said by https:// in its url");
        }
        TlsSpec tls = tls(child);
        return node.build(() -> new SpecimenSpec.Running(name, url, pid, tls));
    }

    private static long pid(String text) {
        return QuantityText.count(text, 1, Integer.MAX_VALUE);
    }

    private static TlsSpec tls(PlanNode node) throws PlanException {
        node.allow("ca", "server-name", "insecure", "cert", "key");
        String authorities = pemOrFile(node, "ca");
        String serverName = node.has("server-name") ? node.text("server-name") : "";
        boolean insecure = node.has("insecure") && node.value("insecure", PlanReader::yesOrNo);
        String certificates = pemOrFile(node, "cert");
        String key = pemOrFile(node, "key");
        return node.build(() -> new TlsSpec(authorities, serverName, insecure, certificates, key));
    }

    /** The text of a PEM file as it stands, or the path of one; empty where there is neither. */
    static String pemOrFile(PlanNode node, String key) throws PlanException {
        if (!node.hasText(key)) {
            return "";
        }
        return TlsSpec.isPem(node.text(key)) ? node.text(key) : node.file(key).toString();
    }
}
