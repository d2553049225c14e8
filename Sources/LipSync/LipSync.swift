// LipSync: pre-flight the media of a lip-sync job, price it, submit it, and prove what comes back.
//
// The words, used alike in code, messages and docs:
//   source          what the user names: a path, or an http(s) URL (Source)
//   subject         what a finding is about: video, audio, pair, task, result, cover (Subject)
//   rule, finding   one thing that can be wrong, and the rule that fired (Rules, Finding)
//   verdict         the sum of the findings: pass, warn, fail (Verdict)
//   playback plan   the schedule output time -> source time of a playback type (PlaybackPlan)
//   playback model  the switches for what the service does not document (PlaybackModel)
//   playback trace  the same schedule, recovered from a finished result (PlaybackTrace)
//
// The tour, in the order in which a job meets the folders:
//   1. Links/       Inspector.inspect: is this source media, for the service's servers, for long enough?
//   2. Preflight/   Preflight.check: both sources at once, judged alone and as a pair
//   3. Playback/    PlaybackAdvice, PlaybackPlan, Credits: which type, what schedule, what price; pure functions
//   4. Journal/     Journal: what was paid for before, kept so that nothing is paid for twice
//   5. Client/      ServiceClient: upload, poll, quota
//   6. Payment/     PaymentMachine: what is done in which order to pay once; a table, and its executor
//   7. Postflight/  Postflight.verify: length, sound, picture and cover of the result against what was sent
//   8. Job/         Job.run: all of it in order; the one way to pay, which demands a journal
//   9. Report/      pages to look at and to pass on; Webhook/ the same news for a program that listens
//  10. Manifest/, Batch/   many jobs: their list, and what they would do and cost; LipSyncLedger runs them
// What is wrong with an input is a Finding, a value; only what could not be found out is thrown.
