# A small group as the pages know it, in ./team; the examples run there.
iv-group init team --name 'Team Wmo' --language "$IV_LANG" &&
cd team &&
iv-member add --json <<'END' &&
{"id": "ren4k8w2mt", "name": "Renée Oosterhof", "role": "facilitator", "email": "renee@example.org", "joined": "2026-01-08"}
{"id": "nxe7x3q9da", "name": "Noëlle Dijkstra", "role": "member", "job": "Wmo-consulent", "email": "noelle@example.org", "joined": "2026-01-08"}
{"id": "jrg2c5h8vf", "name": "Jürgen de Boer", "role": "member", "job": "Wmo-consulent", "joined": "2026-01-08"}
{"id": "fat9p4s6bn", "name": "Fatma Yılmaz", "role": "member", "job": "Wmo-consulent", "joined": "2026-01-08"}
{"id": "saa3t7r5gz", "name": "Saar van 't Hof", "role": "member", "job": "klantmanager", "joined": "2026-01-08"}
END
iv-case add --json <<'END'
{"id": "kd8v3m5x7p", "presenter": "nxe7x3q9da", "title": "De boze klant", "form": "problem", "question": "Hoe blijf ik rustig als een klant boos wordt?", "urgency": 4, "made": "2026-02-26"}
{"id": "bh4j9n2t6c", "presenter": "jrg2c5h8vf", "title": "Mijn eerste keukentafelgesprek", "form": "positive", "question": "Wat deed ik waardoor het gesprek lukte?", "urgency": 2, "made": "2026-03-05"}
END
