import java.io.FileInputStream;
import org.verapdf.gf.foundry.VeraGreenfieldFoundryProvider;
import org.verapdf.pdfa.Foundries;
import org.verapdf.pdfa.flavours.PDFAFlavour;

/** Says of each file whether it is the flavour that it names: PDF/A-3a. */
class ValidatePdfA {
  public static void main(String[] files) throws Exception {
    VeraGreenfieldFoundryProvider.initialise();
    boolean ok = true;
    for (String file : files) {
      try (var parser = Foundries.defaultInstance().createParser(new FileInputStream(file), PDFAFlavour.PDFA_3_A)) {
        var result = Foundries.defaultInstance().createValidator(PDFAFlavour.PDFA_3_A, false).validate(parser);
        System.out.println(file + ": " + (result.isCompliant() ? "PDF/A-3a" : "not PDF/A-3a"));
        result.getTestAssertions().stream().filter(a -> a.getStatus().toString().equals("FAILED")).limit(10)
            .forEach(a -> System.out.println("  " + a.getRuleId().getClause() + "-" + a.getRuleId().getTestNumber() + " " + a.getMessage() + " " + a.getLocation().getContext()));
        ok &= result.isCompliant();
      }
    }
    System.exit(ok ? 0 : 1);
  }
}
