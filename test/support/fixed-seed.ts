import { configureGlobal } from "fast-check";

// A run that lands must be repeatable; HOSTLENS_SEED=random (or a number) looks for new counterexamples.
const asked = process.env["HOSTLENS_SEED"];
if (asked !== "random") configureGlobal({ seed: Number(asked ?? 20261124) });
